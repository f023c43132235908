import { describe, expect, test } from 'vitest';
import { type CompanyTask, spaced } from '@/lib/tasks';
import { type Gate, gate } from '@/tests/support/outcome';

function setUp() {
  const asked: string[] = [];
  const moments: Gate[] = [];
  const tasks = {
    nudge: async (company: string, task: CompanyTask): Promise<void> => {
      asked.push(`${company} ${task}`);
    },
  };
  const sleep = (): Promise<void> => {
    const moment = gate();
    moments.push(moment);
    return moment.opened;
  };
  /** Lets every moment that began end, and what follows from it begin. */
  const passMoment = async (): Promise<void> => {
    for (const moment of moments.splice(0)) moment.open();
    await new Promise(resolve => setImmediate(resolve));
  };
  return { asked, nudge: spaced(tasks, { sleep }), passMoment };
}

describe('a spaced nudge', () => {
  test('asks at once, and for all that comes within the moment once more at its end', async () => {
    const { asked, nudge, passMoment } = setUp();
    for (let time = 0; time < 5; time += 1) void nudge('a', 'write-back');
    expect(asked).toEqual(['a write-back']);
    await passMoment();
    await passMoment();
    expect(asked).toEqual(['a write-back', 'a write-back']);
    await passMoment();
    await passMoment();
    expect(asked).toHaveLength(2);
  });

  test('holds no other company and no other task back', async () => {
    const { asked, nudge } = setUp();
    void nudge('a', 'write-back');
    void nudge('b', 'write-back');
    void nudge('a', 'recheck');
    expect(asked).toEqual(['a write-back', 'b write-back', 'a recheck']);
  });

  test('asks at once again when the moment passed in quiet', async () => {
    const { asked, nudge, passMoment } = setUp();
    void nudge('a', 'write-back');
    await passMoment();
    await passMoment();
    void nudge('a', 'write-back');
    expect(asked).toHaveLength(2);
  });
});
