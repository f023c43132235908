import { drive, type Load, runSession, type Session } from '../machine';
import { fill, type Scene, soapUrl } from '../scene';
import type { Row } from '../table';

const BUDGET = { exchanges: 60, seconds: 10 };

/** A thousand accepted exports of one company file, answered at once. */
export async function thousandRow(scene: Scene): Promise<Row[]> {
  const { scale, stage } = scene;
  const seats = stage.seats.slice(0, 1);
  await fill(stage, seats, scale.thousand);
  const sessions: Session[] = [];
  const load: Load = await drive(soapUrl(scene.app), seats, async machine => {
    sessions.push(await runSession(machine));
  });
  const exchanges = sessions.reduce((sum, session) => sum + session.exchanges, 0);
  return [
    {
      what: `${scale.thousand} accepted exports, QuickBooks answering at once`,
      measured: `${exchanges} exchanges, ${load.seconds.toFixed(1)} s`,
      against: 'one request an exchange',
      ratio: scale.thousand / exchanges,
      budget: `at most ${BUDGET.exchanges}, ${BUDGET.seconds} s`,
      isKept: exchanges <= BUDGET.exchanges && load.seconds <= BUDGET.seconds,
    },
  ];
}
