import { type RefSelectProps, Select } from 'antd';
import { useMemo, useRef } from 'react';
import { named } from '../language/translate.ts';
import { useSettings } from '../settings/settings-store.ts';
import { useSystem } from '../trade/system-store.ts';

interface Props {
  readonly value?: string;
  readonly placeholder: string;
  readonly testId: string;
  onPick(code: string): void;
}

/** Every type, found by a few letters of its Chinese name, English name or code. */
export function TypeSelect({ value, placeholder, testId, onPick }: Props) {
  const language = useSettings((settings) => settings.language);
  const field = useRef<RefSelectProps>(null);
  const types = useSystem((state) => state.types);
  const options = useMemo(
    () =>
      [...types.values()].map(({ code, zh, en, priority }) => ({
        value: code,
        label: named(language, zh, en),
        search: `${zh} ${en} ${code}`.toLowerCase(),
        priority,
      })),
    [types, language],
  );
  return (
    <span data-testid={testId} className="type-select">
      <Select
        ref={field}
        showSearch={{ filterOption: (text, option) => option?.search.includes(text.toLowerCase()) ?? false }}
        value={value === undefined || value === '' ? null : value}
        placeholder={placeholder}
        options={options}
        popupMatchSelectWidth={320}
        onChange={(code) => {
          if (code === null) return;
          onPick(code);
          // The choice is made: single keys are keys again.
          field.current?.blur();
        }}
      />
    </span>
  );
}
