import { useT } from '../language/translate.ts';
import { PriorityMark } from '../trade/marks.tsx';

const PRIORITIES = [1, 2, 3, 4, 5] as const;

export function PriorityChoice({ value, onPick }: { value: number; onPick(priority: number): void }) {
  const t = useT();
  return (
    <span className="priority-choice" role="radiogroup" aria-label={t('priority')} data-testid="priority-choice">
      {PRIORITIES.map((priority) => (
        <button
          key={priority}
          type="button"
          // biome-ignore lint/a11y/useSemanticElements: five pictures in a row, not five form fields
          role="radio"
          aria-checked={priority === value}
          onClick={() => onPick(priority)}
        >
          <PriorityMark priority={priority} size={24} />
        </button>
      ))}
    </span>
  );
}
