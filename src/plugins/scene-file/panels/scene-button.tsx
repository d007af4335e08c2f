import { useApp, usePanels } from '../../../kit/app-context.tsx';
import { useWords } from '../../../kit/words.ts';
import { SCENE_FILE } from '../controller.ts';

/** Beside Print and Picture. */
export function SceneButton() {
  const { t } = useWords();
  const { panels } = useApp();
  const isOpen = usePanels(({ aboveFoot }) => aboveFoot === SCENE_FILE);
  return (
    <button
      type="button"
      className="link"
      aria-expanded={isOpen}
      title={t('sceneFile.title')}
      onClick={() => panels.getState().openAboveFoot(isOpen ? null : SCENE_FILE)}
    >
      {t('sceneFile.button')}
    </button>
  );
}
