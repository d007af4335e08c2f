import { useApp, usePanels, useTwin } from '../../../kit/app-context.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';
import { isDrawn } from '../../../twin/layers.ts';
import { layersController } from '../controller.ts';

/** In the line over the map: how many layers are drawn, and the way to their list. */
export function LayersButton() {
  const { t } = useWords();
  const { twin, panels } = useApp();
  const isOpen = usePanels(({ tool }) => tool === layersController.id);
  const count = useTwin((state) => twin.city.layers.filter((layer) => isDrawn(layer, state)).length);
  return (
    <button
      type="button"
      className="layers-button"
      aria-label={t('layers.shownCount', { count })}
      aria-expanded={isOpen}
      onClick={() => panels.getState().openTool(isOpen ? null : layersController.id)}
    >
      <Icon name="layers" />
      <span className="word">{t('layers.shownCount', { count })}</span>
    </button>
  );
}
