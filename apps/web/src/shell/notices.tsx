import { dismiss, useNotices } from './notice-store.ts';
import './notices.css';

/** What just worked or failed, read out by screen readers too. */
export function Notices() {
  const notices = useNotices((state) => state.notices);
  return (
    <div className="notices" role="status" aria-live="polite">
      {notices.map((notice) => (
        <button
          key={notice.id}
          type="button"
          className={`notice notice-${notice.kind}`}
          data-testid={`notice-${notice.kind}`}
          onClick={() => dismiss(notice.id)}
        >
          <b aria-hidden="true">{notice.kind === 'done' ? '✓' : '!'}</b>
          {notice.text}
        </button>
      ))}
    </div>
  );
}
