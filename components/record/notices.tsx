import { Banner } from '@procore/core-react';
import type { ExportDetail } from '@/lib/exports';

interface Notice {
  readonly variant: 'attention' | 'info';
  readonly title: string;
  readonly body: string;
}

function noticesOf({ waitsFor, presence }: ExportDetail): Notice[] {
  const notices: Notice[] = [];
  if (waitsFor.length > 0)
    notices.push({
      variant: 'info',
      title: `It waits for ${waitsFor.join(', ')}`,
      body: 'What it needs goes to QuickBooks first; it follows by itself in the same run or the next.',
    });
  if (presence?.is === 'asked')
    notices.push({
      variant: 'info',
      title: 'QuickBooks is being asked whether it is still there',
      body: 'The next run of the Web Connector asks. It is unlinked if it is gone.',
    });
  if (presence?.is === 'there')
    notices.push({ variant: 'attention', title: 'It was not unlinked', body: presence.text });
  if (presence?.is === 'not told')
    notices.push({ variant: 'attention', title: 'It was not unlinked', body: presence.text });
  return notices;
}

/** What a record waits for, and what became of asking for it. */
export function Notices({ record }: { record: ExportDetail }) {
  return (
    <>
      {noticesOf(record).map(notice => (
        <Banner key={notice.title} variant={notice.variant} data-qa="notice">
          <Banner.Content>
            <Banner.Title>{notice.title}</Banner.Title>
            <Banner.Body>{notice.body}</Banner.Body>
          </Banner.Content>
        </Banner>
      ))}
    </>
  );
}
