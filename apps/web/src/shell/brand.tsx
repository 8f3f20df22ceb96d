import { named, useT } from '../language/translate.ts';
import { useSettings } from '../settings/settings-store.ts';
import { useSystem } from '../trade/system-store.ts';

export function BrandMark() {
  return <img className="brand-mark" src="/favicon.svg" alt="" width="28" height="28" />;
}

/** Mark, name, city, and the mode where it is not live. */
export function Brand() {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const system = useSystem((state) => state.system);
  return (
    <span className="brand">
      <BrandMark />
      <b>{t('product')}</b>
      {system?.city && <span className="brand-city">{named(language, system.city.nameZh, system.city.nameEn)}</span>}
      {system && system.mode !== 'live' && <span className="mode-badge">{t(system.mode)}</span>}
    </span>
  );
}
