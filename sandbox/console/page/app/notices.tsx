import { useEffect } from 'react';
import { Icon } from '../ui/icon.tsx';

export interface Notice {
  readonly id: number;
  readonly text: string;
  /** Until it is dismissed. */
  readonly stays?: boolean;
}

const shownMs = 12_000;

/** What Slack says itself where an app did not answer, or not in time. */
export function Notices({
  notices,
  dismiss,
}: {
  readonly notices: readonly Notice[];
  readonly dismiss: (id: number) => void;
}) {
  return (
    <div className="notices" role="status" aria-live="assertive" data-testid="notices">
      {notices.map((notice) => (
        <NoticeView key={notice.id} notice={notice} dismiss={dismiss} />
      ))}
    </div>
  );
}

function NoticeView({ notice, dismiss }: { readonly notice: Notice; readonly dismiss: (id: number) => void }) {
  useEffect(() => {
    if (notice.stays) return;
    const timer = setTimeout(() => dismiss(notice.id), shownMs);
    return () => clearTimeout(timer);
  }, [notice.id, notice.stays, dismiss]);
  return (
    <div className="notice">
      <Icon name="warning" />
      <span>{notice.text}</span>
      <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => dismiss(notice.id)}>
        <Icon name="close" size={15} />
      </button>
    </div>
  );
}
