import { create } from 'zustand';
import { recall, remember } from './device-memory.ts';

export type Language = 'zh' | 'en';
export type Theme = 'dark' | 'light';

interface Settings {
  readonly language: Language;
  readonly theme: Theme;
  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
}

/** What this device's user chose. The URL may say so too (`?lang=en&theme=light`): a wall has no mouse. */
export const useSettings = create<Settings>()((set) => ({
  language: chosen('lang', 'muster.language', ['zh', 'en'] as const, 'zh'),
  theme: chosen('theme', 'muster.theme', ['dark', 'light'] as const, 'dark'),
  setLanguage(language) {
    remember('muster.language', language);
    set({ language });
  },
  setTheme(theme) {
    remember('muster.theme', theme);
    set({ theme });
  },
}));

function chosen<T extends string>(parameter: string, key: string, options: readonly T[], otherwise: T): T {
  const asked = new URLSearchParams(window.location.search).get(parameter) ?? recall<string>(key);
  return options.find((option) => option === asked) ?? otherwise;
}

/** Keeps <html lang data-theme> in step, so that CSS and screen readers know. */
export function applySettingsToDocument(): () => void {
  const apply = ({ language, theme }: Settings) => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.documentElement.dataset.theme = theme;
  };
  apply(useSettings.getState());
  return useSettings.subscribe(apply);
}
