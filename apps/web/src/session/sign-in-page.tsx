import { named, useT } from '../language/translate.ts';
import { useSettings } from '../settings/settings-store.ts';
import { BrandMark } from '../shell/brand.tsx';
import { SettingsSwitches } from '../shell/settings-switches.tsx';
import { useSystem } from '../trade/system-store.ts';
import { SignInForm } from './sign-in-form.tsx';
import './sign-in.css';

export function SignInPage() {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const system = useSystem((state) => state.system);
  return (
    <main className="sign-in-page">
      <div className="sign-in-corner">
        <SettingsSwitches />
      </div>
      <section className="sign-in-card">
        <header>
          <BrandMark />
          <div>
            <h1>{language === 'zh' ? '集结 Muster' : 'Muster 集结'}</h1>
            <p>{t('slogan')}</p>
          </div>
        </header>
        {system?.city && (
          <p className="sign-in-city">
            {named(language, system.city.nameZh, system.city.nameEn)}
            {system.mode !== 'live' && <span className="mode-badge">{t(system.mode)}</span>}
          </p>
        )}
        <SignInForm />
        {system && <footer>v{system.version}</footer>}
      </section>
    </main>
  );
}

/** Over the page as it was: what was typed there is still there afterwards. */
export function SessionEnded({ username }: { username: string }) {
  const t = useT();
  return (
    <div className="session-ended" role="dialog" aria-modal="true">
      <section className="sign-in-card">
        <p>{t('signedOutNotice')}</p>
        <SignInForm username={username} />
      </section>
    </div>
  );
}
