import { useT } from '../language/translate.ts';
import { useSettings } from '../settings/settings-store.ts';

/** Language and day/night, small, at the edge of every page. */
export function SettingsSwitches() {
  const t = useT();
  const { language, theme, setLanguage, setTheme } = useSettings();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <span className="switches">
      <button
        type="button"
        className="quiet"
        data-testid="switch-theme"
        onClick={() => setTheme(other)}
        title={t(other === 'light' ? 'toDay' : 'toNight')}
      >
        {theme === 'dark' ? '☀' : '☾'}
        <span className="visually-hidden">{t(other === 'light' ? 'toDay' : 'toNight')}</span>
      </button>
      <button
        type="button"
        className="quiet"
        data-testid="switch-language"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
      >
        {t('language')}
      </button>
    </span>
  );
}
