import { useT } from '../language/translate.ts';
import { PriorityMark } from '../trade/marks.tsx';

const PRIORITIES = [1, 2, 3, 4, 5] as const;

export function PriorityChoice({ value, onPick }: { value: number; onPick(priority: number): void }) {
  const t = useT();
  return (
    <span className="priority-choice" title={t('priority')} data-testid="priority-choice">
      {PRIORITIES.map((priority) => (
        <button key={priority} type="button" aria-pressed={priority === value} onClick={() => onPick(priority)}>
          <PriorityMark priority={priority} size={24} />
        </button>
      ))}
    </span>
  );
}
