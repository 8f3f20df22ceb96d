import { Modal } from 'antd';
import { useState } from 'react';
import { useT } from '../language/translate.ts';

export interface Question {
  readonly title: string;
  readonly hint?: string;
  /** What has not happened and will not by itself; red. */
  readonly warning?: string;
  /** Ready answers, one press each. */
  readonly choices?: readonly string[];
  readonly optional?: boolean;
  onAnswer(text: string): void;
}

/** Asks why before something that cannot be taken back. */
export function ReasonDialog({ question, onClose }: { question: Question; onClose: () => void }) {
  const t = useT();
  const [text, setText] = useState('');
  const ready = question.optional === true || text.trim() !== '';
  const answer = () => {
    if (!ready) return;
    question.onAnswer(text.trim());
    onClose();
  };
  return (
    <Modal
      open
      title={question.title}
      okText={t('confirm')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: !ready, className: 'reason-ok' }}
      onOk={answer}
      onCancel={onClose}
    >
      {question.warning !== undefined && (
        <p className="gap gap-bad" role="alert" data-testid="reason-warning">
          {question.warning}
        </p>
      )}
      {question.choices !== undefined && (
        <p className="choices">
          {question.choices.map((choice) => (
            <button key={choice} type="button" aria-pressed={text === choice} onClick={() => setText(choice)}>
              {choice}
            </button>
          ))}
        </p>
      )}
      <textarea
        rows={3}
        // biome-ignore lint/a11y/noAutofocus: the dialog asks for exactly this
        autoFocus
        value={text}
        placeholder={question.hint ?? t('reason')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) answer();
        }}
        data-testid="reason-text"
      />
    </Modal>
  );
}
