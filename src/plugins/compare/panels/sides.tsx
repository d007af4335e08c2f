import { useId, useState } from 'react';
import { LAYER_GROUPS, type LayerGroup, type LayerInfo } from '../../../../model/city/manifest.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { Segmented } from '../../../kit/controls.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { LayerSwatch } from '../../../kit/swatch.tsx';
import { useWords } from '../../../kit/words.ts';
import type { Side } from '../../../twin/layers.ts';

/** On which side each layer is shown, in the folders of the layer list: one choice for a folder, or one for each of its layers. */
export function Sides({ layers }: { layers: readonly LayerInfo[] }) {
  return LAYER_GROUPS.map((group) => {
    const own = layers.filter((layer) => layer.group === group);
    return own.length > 0 && <SideGroup key={group} group={group} layers={own} />;
  });
}

/** A folder whose layers stand on different sides is open until somebody folds it: its own choice does not tell them. */
function SideGroup({ group, layers }: { group: LayerGroup; layers: readonly LayerInfo[] }) {
  const { t } = useWords();
  const { twin } = useApp();
  const common = useTwin((state) => sharedSide(layers.map(({ id }) => state.layers[id]?.side ?? 'both')));
  const [chosenOpen, setOpen] = useState<boolean | null>(null);
  const isOpen = chosenOpen ?? common === null;
  const id = useId();
  const name = t(`group.${group}`);
  return (
    <div className="side-group">
      <div className="side-head">
        <button
          type="button"
          className="side-fold"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="chev" />
          <b>{name}</b>
          <span className="note">{layers.length}</span>
        </button>
        <SideChoice
          label={t('compare.groupSide', { name })}
          side={common}
          onChange={(side) => {
            for (const layer of layers) twin.getState().setLayerSide(layer.id, side);
          }}
        />
      </div>
      <ul id={id} className="sides" hidden={!isOpen}>
        {layers.map((layer) => (
          <SideRow key={layer.id} layer={layer} />
        ))}
      </ul>
    </div>
  );
}

/** Null: they differ. */
function sharedSide(sides: readonly Side[]): Side | null {
  return sides.every((side) => side === sides[0]) ? sides[0] : null;
}

function SideRow({ layer }: { layer: LayerInfo }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const side = useTwin((state) => state.layers[layer.id]?.side ?? 'both');
  const name = of(layer.label);
  return (
    <li>
      <LayerSwatch layer={layer} />
      <span className="text" title={name}>
        {name}
      </span>
      <SideChoice
        label={t('compare.side', { name })}
        side={side}
        onChange={(chosen) => twin.getState().setLayerSide(layer.id, chosen)}
      />
    </li>
  );
}

function SideChoice({ label, side, onChange }: { label: string; side: Side | null; onChange: (side: Side) => void }) {
  const { t } = useWords();
  return (
    <Segmented<Side>
      small
      label={label}
      value={side}
      options={[
        { value: 'left', label: t('compare.left') },
        { value: 'both', label: t('compare.both') },
        { value: 'right', label: t('compare.right') },
      ]}
      onChange={onChange}
    />
  );
}
