import { type Language, useSettings } from '../settings/settings-store.ts';
import { callWords, consoleWords, keyWords } from './console-words.ts';
import { contactWords } from './contact-words.ts';
import { duplicateWords } from './duplicate-words.ts';
import { eventWords } from './event-words.ts';
import { unitWords, wallWords } from './field-words.ts';
import { reportWords } from './report-words.ts';
import { shellWords } from './shell-words.ts';

const words = {
  ...{ ...shellWords, ...consoleWords, ...callWords, ...keyWords, ...contactWords, ...duplicateWords },
  ...{ ...unitWords, ...wallWords, ...eventWords, ...reportWords },
};
export type Word = keyof typeof words;
export type Translate = (word: Word, values?: Readonly<Record<string, string | number>>) => string;

const translators: Readonly<Record<Language, Translate>> = { zh: inLanguage(0), en: inLanguage(1) };

function inLanguage(index: 0 | 1): Translate {
  return (word, values) => {
    const text: string = words[word][index];
    return values === undefined ? text : text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
  };
}

export const translatorOf = (language: Language): Translate => translators[language];

/** The translator of the language in force; the component redraws when it changes. */
export const useT = (): Translate => translators[useSettings((settings) => settings.language)];

const isWord = (text: string): text is Word => Object.hasOwn(words, text);
/** For codes that come from outside (agencies, canonical statuses, events): the code itself where no word is known. */
export const wordOr = (t: Translate, code: string): string => (isWord(code) ? t(code) : code);

/** The Chinese or the English name; the other one where it is empty. */
export const named = (language: Language, zh: string, en: string): string => (language === 'zh' ? zh || en : en || zh);
