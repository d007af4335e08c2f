import { useEffect, useState } from 'react';
import { useApp, useController } from '../../../kit/app-context.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';
import { ownFilesController } from '../controller.ts';
import { thingsOf } from '../drop-files.ts';

/** The whole window takes files, where no panel under the pointer takes them for itself. */
export function DropZone() {
  const { t } = useWords();
  const { panels, report } = useApp();
  const { take } = useController(ownFilesController);
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const isFile = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent) => {
      if (event.defaultPrevented || !isFile(event)) {
        setOver(false);
        return;
      }
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (event.defaultPrevented || !isFile(event) || !event.dataTransfer) return;
      event.preventDefault();
      panels.getState().openTool(ownFilesController.id);
      thingsOf(event.dataTransfer).then(take, (reason) => report('drop', reason));
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [panels, report, take]);
  if (!isOver) return null;
  return (
    <div className="drop-over">
      <p>
        <Icon name="plus" />
        {t('drop.over')}
      </p>
    </div>
  );
}
