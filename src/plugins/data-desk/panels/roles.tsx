import { useState } from 'react';
import { type LayerRole, ROLE_IDS, type RoleId, SOLE_ROLES } from '../../../../model/city/layer-role.ts';
import type { AttributeInfo, LayerInfo } from '../../../../model/city/manifest.ts';
import { canHaveRole, guessedRole, isFit, ROLES, type RoleColumn, roleFaults } from '../../../../model/city/roles.ts';
import { useApp, useController, useStore, useTwin } from '../../../kit/app-context.tsx';
import { IconButton, Panel } from '../../../kit/controls.tsx';
import { ChoiceField, FormSection } from '../../../kit/form-fields.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { dataDeskController } from '../controller.ts';

/** 数据角色: which layers are taken for what, and the form that gives a layer a role. */
export function RolesPanel({ onClose }: PanelProps) {
  const { t, of } = useWords();
  const { subject } = useController(dataDeskController);
  const { twin } = useApp();
  useTwin(({ layers }) => Object.keys(layers).join(' '));
  const chosen = useStore(subject, (id) => id);
  const layers = twin.city.layers.filter(
    ({ kind, count }) => count > 0 && ROLE_IDS.some((role) => canHaveRole(role, kind)),
  );
  const layer = layers.find(({ id }) => id === chosen);
  return (
    <Panel title={t('dataRoles.title')} className="tool data-desk" onClose={onClose}>
      <p className="note">{t('dataRoles.about')}</p>
      <RolesNow />
      <ChoiceField
        label={t('dataRoles.layer')}
        value={layer?.id ?? ''}
        options={[
          { value: '', label: t('dataRoles.choose'), disabled: true },
          ...layers.map(({ id, label }) => ({ value: id, label: of(label) })),
        ]}
        onChange={(id) => subject.setState(id, true)}
      />
      {layer &&
        ROLE_IDS.filter((role) => canHaveRole(role, layer.kind)).map((role) => (
          <RoleForm key={`${layer.id} ${role}`} layer={layer} role={role} />
        ))}
    </Panel>
  );
}

/** Each role that a layer has, with its columns and the button that takes it away. */
function RolesNow() {
  const { t, of } = useWords();
  const { twin } = useApp();
  const layerRoles = useTwin((state) => state.layerRoles);
  const giveRole = useTwin((state) => state.giveRole);
  const given = Object.entries(layerRoles).flatMap(([id, roles]) =>
    ROLE_IDS.flatMap((role) => (roles[role] ? [{ id, role, own: roles[role] }] : [])),
  );
  return (
    <FormSection title={t('dataRoles.now')}>
      {given.length === 0 && <p className="note">{t('dataRoles.none')}</p>}
      <ul className="role-now">
        {given.map(({ id, role, own }) => {
          const layer = twin.city.layers.find((one) => one.id === id);
          const name = layer ? of(layer.label) : id;
          const label = of(ROLES[role].label);
          return (
            <li key={`${id} ${role}`} data-role-of={id}>
              <p className="row-head">
                <b>{label}</b> {name}
                {!layer && <span className="tag stale">{t('dataRoles.notThere')}</span>}
                <span className="space" />
                <IconButton
                  icon="x"
                  label={t('dataRoles.take', { layer: name, role: label })}
                  onClick={() => giveRole(id, role, null)}
                />
              </p>
              <p className="note">
                {Object.entries(own.columns).map(([column, attribute]) => (
                  <span key={column}>
                    {t('dataRoles.column', {
                      column: of(ROLES[role].columns[column]?.label ?? { zh: column, en: column }),
                      attribute,
                    })}{' '}
                    {own.guessed.includes(column) && <span className="tag unsure">{t('dataRoles.guessed')}</span>}{' '}
                  </span>
                ))}
              </p>
            </li>
          );
        })}
      </ul>
    </FormSection>
  );
}

/** The columns that a role takes from a layer: guessed at first, and confirmed by giving the role. */
function RoleForm({ layer, role }: { layer: LayerInfo; role: RoleId }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const { label, about, columns, oneOf = [] } = ROLES[role];
  const isSole = SOLE_ROLES.has(role);
  const own = useTwin(({ layerRoles }) => layerRoles[layer.id]?.[role]);
  const holder = useTwin(({ layerRoles }) => Object.keys(layerRoles).find((id) => layerRoles[id]?.[role]));
  const giveRole = useTwin((state) => state.giveRole);
  const [changed, setChanged] = useState<LayerRole | null>(null);
  const wanted = changed ?? own ?? guessedRole(role, layer.attributes);
  const faults = roleFaults(role, layer.attributes, wanted);
  const isLikely = own !== undefined || guessedRole(role, layer.attributes).guessed.length > 0;
  const other = isSole && holder !== layer.id ? twin.city.layers.find(({ id }) => id === holder) : undefined;
  const choose = (column: string, attribute: string) => {
    const { [column]: _, ...others } = wanted.columns;
    setChanged({
      columns: attribute === '' ? others : { ...others, [column]: attribute },
      guessed: wanted.guessed.filter((one) => one !== column),
    });
  };
  const give = () => {
    giveRole(layer.id, role, { columns: wanted.columns, guessed: [] });
    setChanged(null);
  };
  return (
    <details className="role" data-role={role} open={isLikely}>
      <summary>
        {of(label)} {own && <span className="tag">{t('dataRoles.has')}</span>}
      </summary>
      <p className="note">{of(about)}</p>
      {Object.entries(columns).map(([id, column]) => (
        <ColumnField
          key={id}
          column={column}
          attributes={layer.attributes}
          value={wanted.columns[id] ?? ''}
          isGuessed={!own && wanted.guessed.includes(id)}
          onChange={(attribute) => choose(id, attribute)}
        />
      ))}
      {oneOf.length > 0 && faults.some(({ fault }) => fault === 'missing') && (
        <p className="note warn" role="status">
          {t('dataRoles.oneOf', { columns: oneOf.map((id) => of(columns[id].label)).join(t('joins.between')) })}
        </p>
      )}
      {other && <p className="note">{t('dataRoles.sole', { role: of(label), layer: of(other.label) })}</p>}
      <p className="form-actions">
        <button
          type="button"
          className="btn small primary"
          disabled={faults.length > 0 || (own !== undefined && changed === null)}
          onClick={give}
        >
          {own ? t('dataRoles.change') : t('dataRoles.give', { role: of(label) })}
        </button>
      </p>
    </details>
  );
}

/** One column of a role: the attributes that fit it, and what is missing. */
function ColumnField({
  column,
  attributes,
  value,
  isGuessed,
  onChange,
}: {
  column: RoleColumn;
  attributes: readonly AttributeInfo[];
  value: string;
  isGuessed: boolean;
  onChange: (attribute: string) => void;
}) {
  const { t, of } = useWords();
  const fit = attributes.filter((one) => isFit(column, one));
  const isMissing = column.isNeeded && value === '';
  const none = column.isNeeded
    ? { value: '', label: t('dataRoles.choose'), disabled: true }
    : { value: '', label: t('dataRoles.noColumn') };
  return (
    <>
      <ChoiceField
        label={of(column.label)}
        value={value}
        options={[none, ...fit.map((one) => ({ value: one.name, label: of(one.label) }))]}
        onChange={onChange}
      />
      {isGuessed && (
        <p className="note">
          <span className="tag unsure">{t('dataRoles.guessed')}</span>
        </p>
      )}
      {isMissing && (
        <p className="note warn" role="status">
          {fit.length > 0
            ? t('dataRoles.missing', { column: of(column.label) })
            : t('dataRoles.noFit', {
                column: of(column.label),
                type: t(column.takes === 'numbers' ? 'dataRoles.numbers' : 'dataRoles.words'),
              })}
        </p>
      )}
    </>
  );
}
