import { useRef } from 'react';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';
import { PLAN_ENDINGS } from '../start-plan-file.ts';
import type { PlanFileParts } from '../worker/plan-file-types.ts';

/** Asks for the file of a plan, with those that belong to it. */
export function PlanFileButton({ onFiles }: { onFiles: (files: PlanFileParts) => void }) {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        className="unseen"
        tabIndex={-1}
        accept={PLAN_ENDINGS.join(',')}
        aria-label={t('conflicts.importPlan')}
        onChange={({ currentTarget }) => {
          const files = partsOf(currentTarget.files);
          if (files.length > 0) onFiles(files);
          currentTarget.value = '';
        }}
      />
      <button type="button" className="btn small" onClick={() => input.current?.click()}>
        <Icon name="plus" />
        {t('conflicts.importPlan')}
      </button>
    </>
  );
}

/** Files that a person chose or dropped. */
export const partsOf = (files: FileList | null | undefined): PlanFileParts =>
  Array.from(files ?? [], (file) => ({ name: file.name, blob: file }));
