import { useApp, usePanels, useTwin } from '../../../kit/app-context.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';
import { isDrawn } from '../../../twin/layers.ts';
import { layersController } from '../controller.ts';

/** In the top bar: how many layers are drawn, and the way to their list. */
export function LayersButton() {
  const { t } = useWords();
  const { twin, panels } = useApp();
  const isOpen = usePanels(({ opened }) => opened.includes(layersController.id));
  const count = useTwin((state) => twin.city.layers.filter((layer) => isDrawn(layer, state)).length);
  return (
    <button
      type="button"
      className="segment"
      aria-label={t('layers.shownCount', { count })}
      aria-expanded={isOpen}
      onClick={() => panels.getState().show(layersController.id, !isOpen)}
    >
      <Icon name="layers" />
      <span className="word">{t('layers.shownCount', { count })}</span>
    </button>
  );
}
