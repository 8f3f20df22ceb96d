import type { Session } from '@muster/contracts/edge';
import { useT } from '../language/translate.ts';
import { navigate } from '../route.ts';
import { hasRole } from '../session/session-store.ts';

/** For those who answer for the quality of the work: supervisors and administrators. */
export function ReportsLink({ session }: { session: Session }) {
  const t = useT();
  if (!hasRole(session, 'supervisor')) return null;
  return (
    <button type="button" className="quiet" data-testid="go-reports" onClick={() => navigate('/reports')}>
      {t('reports')}
    </button>
  );
}
