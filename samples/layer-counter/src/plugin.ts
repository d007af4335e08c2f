import type { MakePlugin } from 'shapan-plugin';
import type { App } from 'shapan-plugin/kit/plugin';
import type { TwinState } from 'shapan-plugin/twin/slice';
import { counterSlice } from './counter-slice.ts';
import { counterWords } from './words.ts';

/** Layers that are counted now, each with how many things it holds. */
function countedLayers({ layers, countsHidden }: TwinState, { twin }: App) {
  return twin.city.layers.filter(({ id }) => countsHidden || layers[id]?.shown);
}

const totalOf = (state: TwinState, app: App): number =>
  countedLayers(state, app).reduce((sum, { count }) => sum + count, 0);

/** A tool of the planning desk that counts the things of the shown layers. */
const makePlugin: MakePlugin = ({ react: { createElement: h }, kit }) => {
  const { FactsList, Panel, Switch, formatNumber, useApp, useTwin, useWords } = kit;

  function CounterPanel({ onClose }: { onClose(): void }) {
    const app = useApp();
    const { t, of } = useWords();
    const state = useTwin((all) => all);
    const total = h('b', { className: 'total' }, formatNumber(totalOf(state, app)));
    const rows = countedLayers(state, app).map(({ label, count }) => [of(label), formatNumber(count)] as const);
    const onChange = (on: boolean) => state.countHidden(on);
    return h(Panel, {
      title: t('layer-counter.title'),
      className: 'dock layer-counter',
      onClose,
      children: [
        h('p', { key: 'total' }, t('layer-counter.total'), ' ', total),
        h(Switch, { key: 'hidden', label: t('layer-counter.everything'), on: state.countsHidden, onChange }),
        h(FactsList, { key: 'layers', rows }),
      ],
    });
  }

  return {
    id: 'layer-counter',
    order: 2000,
    words: counterWords,
    slices: [counterSlice],
    open: () => ({ close() {} }),
    places: {
      tool: [
        {
          id: 'layer-counter',
          order: 90,
          at: ['plan.data'],
          icon: 'layers',
          title: 'layer-counter.title',
          answers: 'layer-counter.answers',
          result(state, app) {
            const total = totalOf(state, app);
            return { zh: `${total} 个`, en: `${total} things` };
          },
          Body: CounterPanel,
        },
      ],
    },
  };
};

export default makePlugin;
