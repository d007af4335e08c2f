import { useState } from 'react';
import { boundsOf } from '../../../../model/questions/field.ts';
import { type OutsideRule, placeMassing } from '../../../../model/schemes/massing.ts';
import {
  FLOOR_USES,
  type FloorUse,
  type Scheme,
  SchemeControls,
  SchemeMove,
} from '../../../../model/schemes/scheme.ts';
import { areaM2 } from '../../../../model/schemes/site-geometry.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { Switch } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { FilesButton } from '../../../kit/file-button.tsx';
import { ChoiceField, NumberField, TextField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { LayerProblems } from '../../../kit/layer-health.tsx';
import { useWords, type WordKey } from '../../../kit/words.ts';
import { schemeDesignController } from '../controller.ts';
import type { MassingDraft } from '../slice.ts';
import { MASSING_COLUMNS, type MassingLook } from '../tasks/massing-types.ts';
import { isModelFile, MASSING_ENDINGS } from '../tasks/start-massing.ts';

/** A file of volumes: what is in it, how it is read, what was guessed and left out, before it is laid on the scheme. */
export function MassingImport({ scheme }: { scheme: Scheme }) {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  const draft = useTwin(({ schemeMassing }) => schemeMassing);
  if (!draft)
    return (
      <p className="row-head">
        <FilesButton
          accept={MASSING_ENDINGS.join(',')}
          label={t('schemes.importMassing')}
          onFiles={(files) => void controller.openMassing(files.map((file) => ({ name: file.name, blob: file })))}
        />
      </p>
    );
  return (
    <section className="scheme-massing" aria-label={t('schemes.massing', { file: draft.file })}>
      <b>{t('schemes.massing', { file: draft.file })}</b>
      {draft.look ? <Look look={draft.look} /> : <p className="note">{t('schemes.massReading')}</p>}
      <Wishes draft={draft} />
      {draft.look && <Take scheme={scheme} look={draft.look} />}
      <p className="row-head">
        <button type="button" className="btn small" onClick={() => controller.dropMassing()}>
          {t('common.cancel')}
        </button>
      </p>
    </section>
  );
}

function Look({ look }: { look: MassingLook }) {
  const { t } = useWords();
  const gfaM2 = look.masses.reduce((sum, { ringM, storeys }) => sum + areaM2(ringM) * storeys, 0);
  return (
    <>
      <p className="note">
        {look.format} · {t(`schemes.massKind_${look.kind}`)}
      </p>
      <p className="note" data-massing="read">
        {t('schemes.massReadText', {
          read: formatNumber(look.read),
          masses: formatNumber(look.masses.length),
          gfa: formatNumber(gfaM2),
        })}
      </p>
      <p className="note">
        {t('schemes.massCrs')}: {look.crs} {t(`schemes.massCrs_${look.crsOrigin}`)} ·{' '}
        {t('schemes.massAway', { km: formatNumber(look.awayM / 1000, 1) })}
      </p>
      {look.notes.length > 0 && (
        <ul className="scheme-notes" aria-label={t('schemes.massNotes')}>
          {look.notes.map(({ code, count, example }) => (
            <li key={code} className="note">
              {t(`schemes.note_${code}`, { count: formatNumber(count), example: example || '–' })}
            </li>
          ))}
        </ul>
      )}
      {look.problems.length > 0 && (
        <details>
          <summary>
            {t('schemes.massProblems')} <span className="tag unsure">{look.problems.length}</span>
          </summary>
          <LayerProblems layer={look} />
        </details>
      )}
    </>
  );
}

/** What the file does not say, or says wrongly. */
function Wishes({ draft: { file, wish, look } }: { draft: MassingDraft }) {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  const [crs, setCrs] = useState(wish.crs ?? '');
  const { place } = wish;
  const move = (part: Partial<typeof place>) => void controller.wishMassing({ place: { ...place, ...part } });
  return (
    <>
      {look && look.columns.length > 0 && <Columns look={look} />}
      <ChoiceField<FloorUse>
        label={t('schemes.use')}
        value={wish.use}
        options={FLOOR_USES.map((value) => ({ value, label: t(`schemes.use_${value}`) }))}
        onChange={(use) => void controller.wishMassing({ use })}
      />
      <NumberField
        label={t('schemes.storey')}
        {...boundsOf(SchemeControls.entries.storeyM)}
        value={wish.storeyM}
        onChange={(storeyM) => void controller.wishMassing({ storeyM })}
      />
      <TextField label={t('schemes.massCrsOther')} value={crs} onChange={setCrs} />
      <p className="row-head">
        <button
          type="button"
          className="btn small"
          disabled={crs.trim() === (wish.crs ?? '')}
          onClick={() => void controller.wishMassing({ crs: crs.trim() })}
        >
          {t('schemes.massApply')}
        </button>
      </p>
      {isModelFile(file) && (
        <Switch
          label={t('schemes.massByHand')}
          on={wish.isByHand}
          onChange={(isByHand) => void controller.wishMassing({ isByHand })}
        />
      )}
      {look?.crsOrigin === 'place' && (
        <>
          <Fields of={SchemeMove} only={['eastM', 'northM', 'turnDeg']} value={place} onChange={move} />
          {look.format === 'OBJ' && (
            <ChoiceField<'y' | 'z'>
              label={t('schemes.massUp')}
              value={wish.upAxis ?? 'y'}
              options={(['y', 'z'] as const).map((value) => ({ value, label: value.toUpperCase() }))}
              onChange={(upAxis) => void controller.wishMassing({ upAxis })}
            />
          )}
          <ChoiceField
            label={t('schemes.massUnit')}
            value={place.unitM}
            options={UNITS.map(([value, label]) => ({ value, label }))}
            onChange={(unitM) => move({ unitM })}
          />
        </>
      )}
    </>
  );
}

/** What one unit of a model may be. */
const UNITS: readonly (readonly [number, string])[] = [
  [1, 'm'],
  [0.01, 'cm'],
  [0.001, 'mm'],
  [0.3048, 'ft'],
];

/** Which column says what; those that were guessed by name stand there at first. */
function Columns({ look }: { look: MassingLook }) {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  return MASSING_COLUMNS.map((column) => (
    <ChoiceField
      key={column}
      label={t(`schemes.mass_${column}` satisfies WordKey)}
      value={look.used[column]}
      options={[
        { value: '', label: t('schemes.massNone') },
        ...look.columns
          .filter(({ isNumeric }) => isNumeric || column === 'use')
          .map(({ name }) => ({ value: name, label: name })),
      ]}
      onChange={(name) => void controller.wishMassing({ columns: { ...look.used, [column]: name } })}
    />
  ));
}

function Take({ scheme, look }: { scheme: Scheme; look: MassingLook }) {
  const { t } = useWords();
  const controller = useController(schemeDesignController);
  const [rule, setRule] = useState<OutsideRule>(scheme.parcels.length === 0 ? 'own-site' : 'leave-out');
  const placed = placeMassing(scheme, look.masses, 'leave-out', { id: '', name: '' });
  const replaced = scheme.buildings.length - (placed.scheme.buildings.length - placed.taken);
  return (
    <>
      {placed.outside > 0 && (
        <>
          <ChoiceField<OutsideRule>
            label={t('schemes.massOutside')}
            value={rule}
            options={(['leave-out', 'own-site'] as const).map((value) => ({
              value,
              label: t(`schemes.massOutside_${value}`),
            }))}
            onChange={setRule}
          />
          <p className="note">
            {t('schemes.massOutsideCount', {
              count: formatNumber(placed.outside),
              what: t(rule === 'own-site' ? 'schemes.massWillSite' : 'schemes.massWillDrop'),
            })}
          </p>
        </>
      )}
      {replaced > 0 && <p className="note">{t('schemes.massReplaces', { count: formatNumber(replaced) })}</p>}
      <p className="row-head">
        <button
          type="button"
          className="btn small primary"
          disabled={look.masses.length === 0}
          onClick={() => controller.takeMassing(rule)}
        >
          {t('schemes.massTake')}
        </button>
      </p>
    </>
  );
}
