import { BufferRequest } from '../../../../model/questions/terrain-analysis.ts';
import type { TerrainFacts } from '../../../../workers/terrain-analysis/engine-types.ts';
import { useApp, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';
import type { TerrainForm } from '../slice.ts';
import { DrawField } from './draw-field.tsx';

const SOURCES: readonly TerrainForm['bufferOf'][] = ['point', 'line', 'area', 'object', 'layer'];

/** Around what the buffer runs, and how far. */
export function BufferFields({ form, facts }: { form: TerrainForm; facts: TerrainFacts }) {
  const { t, of } = useWords();
  const set = useTwin(({ setTerrainForm }) => setTerrainForm);
  const { bufferOf } = form;
  const layers = facts.layers.map(({ id, label }) => ({ value: id, label: of(label) }));
  return (
    <>
      <ChoiceField
        label={t('terrain.around')}
        value={bufferOf}
        options={SOURCES.map((value) => ({ value, label: t(`terrain.around_${value}`) }))}
        onChange={(next) => set({ bufferOf: next })}
      />
      {bufferOf === 'point' && <DrawField kind="point" isDrawn={form.atM !== null} />}
      {bufferOf === 'line' && <DrawField kind="line" isDrawn={form.lineM !== null} />}
      {bufferOf === 'area' && <DrawField kind="area" isDrawn={form.ringM !== null} />}
      {bufferOf === 'object' && <SelectedObject form={form} />}
      {bufferOf === 'layer' && (
        <ChoiceField
          label={t('terrain.layer')}
          value={form.bufferLayer}
          options={[{ value: '', label: t('terrain.chooseLayer'), disabled: true }, ...layers]}
          onChange={(bufferLayer) => set({ bufferLayer })}
        />
      )}
      <Fields of={BufferRequest} only={['distanceM']} value={form} onChange={set} />
    </>
  );
}

/** The object that is selected on the map is taken by a button. */
function SelectedObject({ form }: { form: TerrainForm }) {
  const { t } = useWords();
  const { catalogue } = useApp();
  const set = useTwin(({ setTerrainForm }) => setTerrainForm);
  const gid = useTwin(({ selectedGid }) => selectedGid);
  const selected = useQuery(gid === null ? null : `terrain object ${gid}`, () => catalogue.describe(gid ?? 0));
  const found = selected.kind === 'answered' ? selected.answer : null;
  return (
    <>
      <p className="note">
        {form.bufferObject ? t('terrain.objectTaken', { id: form.bufferObject.id }) : t('terrain.objectHint')}
      </p>
      <button
        type="button"
        className="btn small"
        disabled={!found}
        onClick={() => found && set({ bufferObject: { layer: found.layerId, id: found.id } })}
      >
        {found ? t('terrain.takeObject', { name: found.id }) : t('terrain.noObject')}
      </button>
    </>
  );
}
