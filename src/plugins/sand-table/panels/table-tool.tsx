import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { Panel, Segmented, Slider } from '../../../kit/controls.tsx';
import { THIN_SPACE } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { blockOfView, homeBlock, MAX_BLOCK_M, MIN_BLOCK_M, ROUND_M } from '../../../twin/table-block.ts';
import { HeadsetButtons } from './headset-buttons.tsx';

/** Where the table is set up: alone or beside the map, which part of the city, how large. */
export function TableTool({ onClose }: PanelProps) {
  const { t } = useWords();
  const { twin } = useApp();
  const engine = useTwin((state) => state.engine);
  const block = useTwin((state) => state.tableBlock) ?? homeBlock(twin.city);
  const { showEngine, putBlock } = twin.getState();
  const putView = () => putBlock(blockOfView(twin.city, twin.getState().camera, block.sizeM));
  return (
    <Panel title={t('table.title')} className="tool" onClose={onClose}>
      <Segmented
        label={t('table.title')}
        value={engine}
        options={[
          { value: 'globe', label: t('table.globe') },
          { value: 'table', label: t('table.alone') },
          { value: 'beside', label: t('table.beside') },
        ]}
        onChange={showEngine}
      />
      <Slider
        label={t('table.size')}
        value={block.sizeM}
        min={MIN_BLOCK_M}
        max={MAX_BLOCK_M}
        step={ROUND_M}
        text={`${block.sizeM}${THIN_SPACE}m`}
        onChange={(sizeM) => putBlock({ ...block, sizeM })}
      />
      <button type="button" className="btn" onClick={putView}>
        {t('table.here')}
      </button>
      <HeadsetButtons />
    </Panel>
  );
}
