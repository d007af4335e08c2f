import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { Hit } from '../../../../model/city/catalogue.ts';
import { type QueryState, useApp, useNarrow, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { languageOf } from '../../../kit/attribute-text.ts';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { isTyping } from '../../../kit/is-typing.ts';
import { useSlot } from '../../../kit/slots.tsx';
import { LayerSwatch } from '../../../kit/swatch.tsx';
import { useWords, words } from '../../../kit/words.ts';
import { deskOf } from '../../../twin/appearance.ts';
import { loadPinyin } from '../load-pinyin.ts';
import { findEntries, type PaletteEntry, type ToPinyin } from '../palette.ts';

const WAIT_MS = 180;
const MAX_HITS = 12;
/** As it stands beside the field. */
const HOTKEY = 'Ctrl K';
const MAX_TOOLS = 5;
const MAX_LAYERS = 4;

/** Finds tools by what they are called or answer, layers, and objects by name, id, address or code; `/` and Ctrl K come here from anywhere, arrows choose, Enter goes there. */
export function SearchBox() {
  const { t } = useWords();
  const { twin, catalogue, view, panels } = useApp();
  const isNarrow = useNarrow();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  /** Enter was pressed before the answer: the first row is taken once it is there. */
  const [isAwaited, setAwaited] = useState(false);
  const needle = useSettled(text.trim(), WAIT_MS);
  const listId = useId();
  const queryState = useQuery(needle === '' ? null : `search ${needle}`, () => catalogue.search(needle, MAX_HITS));
  const search: QueryState<Hit[]> = needle === text.trim() ? queryState : { kind: 'asking' };
  const hits = needle !== '' && search.kind === 'answered' ? search.answer : [];
  const { tools, layers } = useEntries(text.trim(), isOpen);
  const count = tools.length + layers.length + hits.length;
  useSearchKeys(input);
  const takeAt = (i: number) => {
    const tool = tools[i];
    const layer = layers[i - tools.length];
    const hit = hits[i - tools.length - layers.length];
    if (tool) panels.getState().openTool(tool.id);
    else if (layer) twin.getState().showLayer(layer.id, true);
    else if (hit) return take(hit);
    clear();
  };
  const take = (hit: Hit) => {
    twin.getState().select(hit.gid);
    twin.getState().showLayer(hit.layerId, true);
    whenLaidOut(() => view.flyToPlace(hit.place));
    setOpen(false);
    input.current?.blur();
  };
  useEffect(() => {
    if (!isAwaited || search.kind === 'asking') return;
    setAwaited(false);
    if (count > 0) takeAt(0);
  });
  const clear = () => {
    setOpen(false);
    setAwaited(false);
    setText('');
    input.current?.blur();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      clear();
    }
    if (event.key === 'Enter') {
      if (at < count) takeAt(at);
      else setAwaited(search.kind === 'asking');
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || count === 0) return;
    event.preventDefault();
    setAt((at + step + count) % count);
  };
  const isShown = isOpen && (text.trim() !== '' || tools.length > 0);
  return (
    <search
      className="search"
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        setOpen(false);
        setAwaited(false);
      }}
    >
      <label className="searchbox">
        <Icon name="search" />
        <input
          ref={input}
          type="text"
          role="combobox"
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
          placeholder={t(isNarrow ? 'search.short' : 'search.placeholder')}
          aria-label={t('search.open')}
          aria-expanded={isShown}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={isShown && at < count ? `${listId}-${at}` : undefined}
          value={text}
          onFocus={() => setOpen(true)}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setOpen(true);
            setAt(0);
            setAwaited(false);
          }}
          onKeyDown={onKeyDown}
        />
        <kbd>{HOTKEY}</kbd>
      </label>
      {isShown && (
        <Results
          id={listId}
          needle={text.trim() === '' ? '' : needle}
          search={search}
          {...{ tools, layers, at }}
          onPoint={setAt}
          onTake={takeAt}
        />
      )}
    </search>
  );
}

/** Tools of the desk and layers that the text finds; without a text the tools of the open step. */
function useEntries(text: string, isOpen: boolean): { tools: PaletteEntry[]; layers: PaletteEntry[] } {
  const { t, of } = useWords();
  const { twin } = useApp();
  const desk = useTwin(deskOf);
  const step = useTwin((state) => state.step);
  const placed = useSlot('tool');
  const [toPinyin, setPinyin] = useState<ToPinyin | null>(null);
  useEffect(() => {
    if (isOpen && toPinyin === null)
      loadPinyin().then(
        (load) => setPinyin(() => load),
        () => {},
      );
  }, [isOpen, toPinyin]);
  return useMemo(() => {
    const stepOf = (at: readonly string[] = []) =>
      desk.steps.find(({ id }) => at.some((place) => place.split('/')[0] === `${desk.id}.${id}`));
    const tools = placed.map(({ id, title, answers, at }) => {
      const home = stepOf(at);
      const about = [home && of(home.label), answers && t(answers)].filter(Boolean).join(' · ');
      const also = title ? (['zh', 'en'] as const).map((each) => words.in(each)(title)) : [];
      return { id, name: title ? t(title) : id, about, also, step: home?.id };
    });
    if (text === '') return { tools: tools.filter((tool) => step !== null && tool.step === step), layers: [] };
    const layers = twin.city.layers.map(({ id, label, group }) => ({
      id,
      name: of(label),
      about: `${t('search.layer')} · ${t(`group.${group}`)}`,
      also: [label.zh, label.en, id],
    }));
    return {
      tools: findEntries(tools, text, toPinyin, MAX_TOOLS),
      layers: findEntries(layers, text, toPinyin, MAX_LAYERS),
    };
  }, [text, desk, step, placed, toPinyin, twin, t, of]);
}

/** `/` and Ctrl K come to the field from anywhere; the first not from where one types. */
function useSearchKeys(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const isChord = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey;
      const isSlash = event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
      if (!isChord && !isSlash) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [input]);
}

/** What was found for a needle, by groups; `at`: the row that Enter takes. */
function Results({
  id,
  needle,
  search,
  tools,
  layers,
  at,
  onPoint,
  onTake,
}: {
  id: string;
  needle: string;
  search: QueryState<Hit[]>;
  tools: readonly PaletteEntry[];
  layers: readonly PaletteEntry[];
  at: number;
  onPoint: (at: number) => void;
  onTake: (at: number) => void;
}) {
  const { t } = useWords();
  const hits = needle !== '' && search.kind === 'answered' ? search.answer : [];
  const count = tools.length + layers.length + hits.length;
  const row = (i: number) => ({
    id: `${id}-${i}`,
    isChosen: i === at,
    onPoint: () => onPoint(i),
    onTake: () => onTake(i),
  });
  return (
    <div className="panel results">
      <div id={id} role="listbox" aria-label={t('search.results')}>
        {tools.length > 0 && <Heading>{t('search.tools')}</Heading>}
        {tools.map((entry, i) => (
          <EntryRow key={entry.id} entry={entry} {...row(i)} />
        ))}
        {layers.length > 0 && <Heading>{t('search.layers')}</Heading>}
        {layers.map((entry, i) => (
          <EntryRow key={entry.id} entry={entry} {...row(tools.length + i)} />
        ))}
        {hits.length > 0 && <Heading>{t('search.objects')}</Heading>}
        {hits.map((hit, i) => (
          <HitRow key={hit.gid} hit={hit} {...row(tools.length + layers.length + i)} />
        ))}
      </div>
      {needle !== '' && search.kind === 'asking' && <p className="vacant">{t('search.searching')}</p>}
      {search.kind === 'failed' && <ErrorNotice what={t('search.failed')} reason={search.reason} />}
      {needle !== '' && search.kind === 'answered' && count === 0 && (
        <p className="vacant">{t('search.none', { text: needle })}</p>
      )}
      <p className="unseen" role="status">
        {needle !== '' && search.kind === 'answered' ? t('search.found', { count }) : ''}
      </p>
    </div>
  );
}

function Heading({ children }: { children: string }) {
  return (
    <p className="result-group" role="presentation">
      {children}
    </p>
  );
}

interface RowProps {
  id: string;
  isChosen: boolean;
  onPoint: () => void;
  onTake: () => void;
}

function EntryRow({ entry: { name, about }, ...row }: RowProps & { entry: PaletteEntry }) {
  return (
    <button
      type="button"
      role="option"
      id={row.id}
      tabIndex={-1}
      aria-selected={row.isChosen}
      className="hit"
      onPointerMove={row.onPoint}
      onPointerDown={(event) => event.preventDefault()}
      onClick={row.onTake}
    >
      <Icon name="chev" />
      <span className="text">{name}</span>
      <span className="note">{about}</span>
    </button>
  );
}

function HitRow({ id, hit, isChosen, onPoint, onTake }: RowProps & { hit: Hit }) {
  const { of } = useWords();
  const { twin } = useApp();
  const layer = twin.city.layers.find((layer) => layer.id === hit.layerId);
  if (!layer) return null;
  const attribute = layer.attributes.find(({ name }) => name === hit.attribute);
  return (
    <button
      type="button"
      role="option"
      id={id}
      tabIndex={-1}
      aria-selected={isChosen}
      className="hit"
      onPointerMove={onPoint}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onTake}
    >
      <LayerSwatch layer={layer} />
      <span className="text" lang={languageOf(hit.text)}>
        {hit.text}
      </span>
      <span className="note">
        {of(layer.label)}
        {hit.attribute !== 'id' && attribute && ` · ${of(attribute.label)}`}
      </span>
      {hit.text !== hit.id && <span className="mono">{hit.id}</span>}
    </button>
  );
}

/** After the card has taken its room: a flight centres on what is left. Sizes are told after layout, so the second frame knows. */
function whenLaidOut(act: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(act));
}

/** The value once it has stood still: a search a word, not a search a letter. */
function useSettled(value: string, waitMs: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), waitMs);
    return () => clearTimeout(timer);
  }, [value, waitMs]);
  return settled;
}
