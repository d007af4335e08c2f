import { useId, useMemo, useState } from 'react';
import { ROLE_IDS } from '../../../../model/city/layer-role.ts';
import { LAYER_GROUPS, type LayerGroup, type LayerInfo } from '../../../../model/city/manifest.ts';
import { pointClassOf } from '../../../../model/city/point-classes.ts';
import { canHaveRole } from '../../../../model/city/roles.ts';
import { useApp, useOffered, useTwin } from '../../../kit/app-context.tsx';
import { formatSourceDate } from '../../../kit/city-time.ts';
import { Chip, ErrorNotice, IconButton, Panel, Slider, Switch } from '../../../kit/controls.tsx';
import { formatNumber, formatTotal, THIN_SPACE } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { LayerAssumptions, LayerProblems } from '../../../kit/layer-health.tsx';
import { LegendBody } from '../../../kit/legend-body.tsx';
import { SlotPanels } from '../../../kit/slots.tsx';
import { StateTag } from '../../../kit/state-tag.tsx';
import { LayerSwatch } from '../../../kit/swatch.tsx';
import { useWords } from '../../../kit/words.ts';
import { COLOUR_CHOICE } from '../../../twin/colour-choice.ts';
import { IMPORTED_LAYERS } from '../../../twin/imported-layers.ts';
import { isDrawn } from '../../../twin/layers.ts';
import { ROLE_FORM } from '../../../twin/lent-layers.ts';
import { LAYER_STATES } from '../../../twin/link-parts.ts';
import { placeOfLayer } from '../../../view/view-api.ts';
import { BaseMaps } from './base-maps.tsx';

/** Every layer of the city in its folder: shown or not, how strongly, whence, and what went wrong. */
export function LayerTree({ onClose }: { onClose?: () => void }) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const { layers: all } = twin.city;
  const shown = useTwin((state) => state.layers);
  const cimLevels = useTwin((state) => state.cimLevels);
  const states = useTwin((state) => state.states);
  const [needle, setNeedle] = useState('');
  const brought = useOffered(IMPORTED_LAYERS);
  const drawn = all.filter((layer) => isDrawn(layer, { ...twin.getState(), layers: shown, cimLevels, states }));
  const folded = needle.trim().toLowerCase();
  const listed = all.filter(
    (layer) =>
      folded === '' ||
      [layer.id, layer.label.zh, layer.label.en, t(`group.${layer.group}`)].some((text) =>
        text.toLowerCase().includes(folded),
      ),
  );
  return (
    <Panel
      title={t('layers.title')}
      note={t('layers.shownOf', { shown: drawn.length, all: all.length })}
      className="layers"
      {...(brought ? { actions: <IconButton icon="plus" label={t('layers.add')} onClick={brought.open} /> } : {})}
      {...(onClose ? { onClose } : {})}
    >
      <div className="finder">
        <Icon name="search" />
        <input
          type="search"
          placeholder={t('layers.find')}
          aria-label={t('layers.find')}
          value={needle}
          onChange={(event) => setNeedle(event.currentTarget.value)}
        />
      </div>
      <Filters />
      {LAYER_GROUPS.map((group) => (
        <Group
          key={group}
          group={group}
          layers={listed.filter((layer) => layer.group === group)}
          isSought={folded !== ''}
        />
      ))}
      <SlotPanels slot="layers" />
      <BaseMaps />
      {listed.length === 0 && <p className="vacant">{t('layers.nothing')}</p>}
      <p className="about">
        {of(twin.city.about)}
        <span>
          {formatTotal(
            all.reduce((sum, { count }) => sum + count, 0),
            language,
          )}
          {THIN_SPACE}
          {t('layers.objects')}
        </span>
      </p>
    </Panel>
  );
}

/** By the state of what a layer shows, and by its level of detail; without a choice all are shown. */
function Filters() {
  const { t } = useWords();
  const { twin } = useApp();
  const { layers } = twin.city;
  const cimLevels = useTwin((state) => state.cimLevels);
  const states = useTwin((state) => state.states);
  const levels = useMemo(() => [...new Set(layers.map(({ cimLevel }) => cimLevel))].sort(), [layers]);
  const isFiltered = cimLevels.length > 0 || states.length > 0;
  const { filterCimLevels, filterStates } = twin.getState();
  return (
    <div className="filters">
      <fieldset className="chips">
        <legend className="unseen">{t('layers.filterState')}</legend>
        {LAYER_STATES.filter((state) => layers.some((layer) => layer.state === state)).map((state) => (
          <Chip key={state} on={states.includes(state)} onClick={() => filterStates(toggled(states, state))}>
            {t(`state.${state}`)}
          </Chip>
        ))}
      </fieldset>
      <fieldset className="chips">
        <legend className="unseen">{t('layers.filterCim')}</legend>
        {levels.map((level) => (
          <Chip
            key={level}
            on={cimLevels.includes(level)}
            onClick={() => filterCimLevels(toggled(cimLevels, level).sort())}
          >
            {t('common.cim', { level })}
          </Chip>
        ))}
        {isFiltered && (
          <button
            type="button"
            className="link"
            onClick={() => {
              filterCimLevels([]);
              filterStates([]);
            }}
          >
            {t('layers.clearFilters')}
          </button>
        )}
      </fieldset>
    </div>
  );
}

function toggled<T>(list: T[], item: T): T[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}

function Group({ group, layers, isSought }: { group: LayerGroup; layers: LayerInfo[]; isSought: boolean }) {
  const { t } = useWords();
  const { twin } = useApp();
  const [isOpen, setOpen] = useState(true);
  const states = useTwin((state) => state.layers);
  const id = useId();
  if (layers.length === 0) return null;
  const name = t(`group.${group}`);
  const shown = layers.filter((layer) => states[layer.id]?.shown).length;
  const isUnfolded = isOpen || isSought;
  return (
    <div className="group">
      <div className="group-head">
        <button
          type="button"
          className="fold"
          aria-expanded={isUnfolded}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="chev" />
          <b>{name}</b>
          <span className="note">
            {shown} / {layers.length}
          </span>
        </button>
        <Switch
          forSeveral
          label={t('layers.showGroup', { name })}
          on={shown === layers.length ? true : shown === 0 ? false : 'mixed'}
          onChange={(on) => {
            for (const layer of layers) twin.getState().showLayer(layer.id, on);
          }}
        />
      </div>
      <ul id={id} hidden={!isUnfolded}>
        {layers.map((layer) => (
          <LayerRow key={layer.id} layer={layer} />
        ))}
      </ul>
    </div>
  );
}

function LayerRow({ layer }: { layer: LayerInfo }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const state = useTwin(({ layers }) => layers[layer.id]);
  // How far the map is, which rests while the table alone is shown.
  const isLoading = useTwin(({ engine }) => engine !== 'table' && state?.status.kind === 'loading');
  const isFilteredOut = useTwin(
    (twinState) => Boolean(twinState.layers[layer.id]?.shown) && !isDrawn(layer, twinState),
  );
  const [isOpen, setOpen] = useState(false);
  const brought = useOffered(IMPORTED_LAYERS);
  if (!state) return null;
  const name = of(layer.label);
  return (
    <li className={`layer${state.shown ? '' : ' off'}`} data-layer={layer.id}>
      <div className="row">
        <LayerSwatch layer={layer} />
        <button
          type="button"
          className="name"
          aria-expanded={isOpen}
          title={t('layers.options', { name })}
          onClick={() => setOpen(!isOpen)}
        >
          <span className="text">{name}</span>
          <span className="meta">
            {brought?.has(layer.id) && <span className="tag unsure">{t('common.notBaked')}</span>}
            {layer.state !== 'existing' && <StateTag state={layer.state} />}
            {isFilteredOut && <span className="tag stale">{t('layers.filteredOut')}</span>}
            {state.shown && isLoading && <span className="note">{t('layers.loading')}</span>}
            {layer.kind !== 'tiles' && (
              <span className="count">{formatNumber(layer.points?.count ?? layer.count)}</span>
            )}
            <Icon name="down" />
          </span>
        </button>
        <Switch
          label={t('layers.show', { name })}
          on={state.shown}
          onChange={(on) => twin.getState().showLayer(layer.id, on)}
        />
      </div>
      {state.shown && state.status.kind === 'failed' && (
        <ErrorNotice what={t('layers.failed')} reason={state.status.reason} rest={t('layers.failedRest')} />
      )}
      {isOpen && <LayerOptions layer={layer} opacityRatio={state.opacityRatio} />}
    </li>
  );
}

/** How strongly a layer is drawn, what can be done with it, and what is known of it. */
function LayerOptions({ layer, opacityRatio }: { layer: LayerInfo; opacityRatio: number }) {
  const { t } = useWords();
  const { twin, view } = useApp();
  const colours = useOffered(COLOUR_CHOICE);
  const roles = useOffered(ROLE_FORM);
  const canHaveOne = ROLE_IDS.some((role) => canHaveRole(role, layer.kind)) && layer.count > 0;
  const canColour = layer.attributes.some(({ type }) => type !== 'string');
  return (
    <div className="options">
      <Slider
        label={t('layers.opacity')}
        value={Math.round(opacityRatio * 100)}
        min={0}
        max={100}
        step={5}
        text={`${Math.round(opacityRatio * 100)}${THIN_SPACE}%`}
        onChange={(percent) => twin.getState().setLayerOpacity(layer.id, percent / 100)}
      />
      <div className="actions">
        <button type="button" className="btn small" onClick={() => view.flyToPlace(placeOfLayer(layer))}>
          <Icon name="pin" />
          {t('layers.zoomTo')}
        </button>
        {canColour && (
          <button type="button" className="btn small" onClick={() => colours?.open(layer.id, null)}>
            <Icon name="histogram" />
            {t('layers.colourBy')}
          </button>
        )}
        {canHaveOne && roles && (
          <button type="button" className="btn small" onClick={() => roles.open(layer.id)}>
            <Icon name="check" />
            {t('common.role')}
          </button>
        )}
      </div>
      <OwnColours layer={layer} />
      <PointClasses layer={layer} />
      <LayerFacts layer={layer} />
    </div>
  );
}

/** What the colours of a layer mean that is coloured by a code of its own, as statutory land use is. */
function OwnColours({ layer }: { layer: LayerInfo }) {
  const { attribute: name, tokens } = layer.colour ?? {};
  const attribute = layer.attributes.find((attribute) => attribute.name === name);
  if (!attribute || !tokens) return null;
  const values = Object.keys(tokens).sort();
  return (
    <LegendBody
      attribute={attribute}
      legend={{ kind: 'code', values, tokens: values.map((value) => tokens[value]), otherToken: null }}
    />
  );
}

/** Classes of a cloud of points, with how many there are of each; their colours where it is drawn by them. */
function PointClasses({ layer: { points } }: { layer: LayerInfo }) {
  const { of } = useWords();
  if (!points) return null;
  return (
    <ul className="legend-codes">
      {points.classes.map(({ code, count }) => {
        const { label, rgb } = pointClassOf(code);
        return (
          <li key={code}>
            {points.colouredBy === 'classification' && <i style={{ background: `rgb(${rgb.join(' ')})` }} />}
            {of(label)}
            <span className="note">{formatNumber(count)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** Shows the source of a layer, its licence, its frame, what was guessed and what was wrong in the input. */
function LayerFacts({ layer }: { layer: LayerInfo }) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const { source, validity } = layer;
  const valid = [
    validity?.from ? t('layers.validFrom', { from: formatSourceDate(validity.from, language) }) : null,
    validity?.to ? t('layers.validTo', { to: formatSourceDate(validity.to, language) }) : null,
  ].filter((part) => part !== null);
  return (
    <dl className="facts" aria-label={t('layers.facts')}>
      <dt>{t('common.source')}</dt>
      <dd>{of(source.name)}</dd>
      <dt>{t('common.licence')}</dt>
      <dd>{source.licence}</dd>
      {source.date && (
        <>
          <dt>{t('layers.date')}</dt>
          <dd>{formatSourceDate(source.date, language)}</dd>
        </>
      )}
      <dt>{t('layers.crs')}</dt>
      <dd className="mono">{source.crs}</dd>
      <dt>{t('layers.cimLevel')}</dt>
      <dd>{t('common.cim', { level: layer.cimLevel })}</dd>
      <dt>{t('layers.stateLabel')}</dt>
      <dd>{t(`state.${layer.state}`)}</dd>
      {valid.length > 0 && (
        <>
          <dt>{t('layers.validity')}</dt>
          <dd>{valid.join(' ')}</dd>
        </>
      )}
      <dt>{t('common.hash')}</dt>
      <dd className="mono">{(source.inputHash || twin.city.inputHash).slice(0, 12)}</dd>
      <dt>{t('layers.assumptions')}</dt>
      <dd>
        <LayerAssumptions layer={layer} />
      </dd>
      <dt>{t('layers.problems')}</dt>
      <dd>
        <LayerProblems layer={layer} />
      </dd>
    </dl>
  );
}
