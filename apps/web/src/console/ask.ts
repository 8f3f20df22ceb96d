import { create } from 'zustand';
import type { Question } from './reason-dialog.tsx';

/** The one question this seat is being asked. */
export const useQuestion = create<{ readonly question: Question | null }>()(() => ({ question: null }));

export const ask = (question: Question): void => useQuestion.setState({ question });
export const stopAsking = (): void => useQuestion.setState({ question: null });
