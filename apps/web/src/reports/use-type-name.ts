import { named } from '../language/translate.ts';
import { useSettings } from '../settings/settings-store.ts';
import { useSystem } from '../trade/system-store.ts';

/** Code of a type → its name in the language in force; the code itself where nobody knows it. */
export function useTypeName(): (code: string) => string {
  const types = useSystem((system) => system.types);
  const language = useSettings((settings) => settings.language);
  return (code) => {
    const type = types.get(code);
    return type === undefined ? code : named(language, type.zh, type.en);
  };
}
