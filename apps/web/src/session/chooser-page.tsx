import type { Session } from '@muster/contracts/edge';
import { useT } from '../language/translate.ts';
import { navigate } from '../route.ts';
import { Brand } from '../shell/brand.tsx';
import { SettingsSwitches } from '../shell/settings-switches.tsx';
import { hasRole, signOut } from './session-store.ts';
import './sign-in.css';

const PAGES = [
  ['/console', 'console', 'consoleWhat'],
  ['/wall', 'wall', 'wallWhat'],
  ['/unit', 'unitPage', 'unitPageWhat'],
  ['/reports', 'reports', 'reportsWhat'],
] as const;

export function ChooserPage({ session }: { session: Session }) {
  const t = useT();
  return (
    <main className="sign-in-page">
      <div className="sign-in-corner">
        <SettingsSwitches />
      </div>
      <section className="chooser">
        <Brand />
        <h1>{t('choosePage')}</h1>
        <nav>
          {PAGES.filter(([path]) => path !== '/reports' || hasRole(session, 'supervisor')).map(([path, name, what]) => (
            <a
              key={path}
              href={path}
              data-testid={`go-${path.slice(1)}`}
              onClick={(event) => {
                event.preventDefault();
                navigate(path);
              }}
            >
              <b>{t(name)}</b>
              <span>{t(what)}</span>
            </a>
          ))}
        </nav>
        <p>
          {session.displayName}{' '}
          <button type="button" className="quiet" onClick={signOut} data-testid="sign-out">
            {t('signOut')}
          </button>
        </p>
      </section>
    </main>
  );
}
