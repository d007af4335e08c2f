import type { ComponentType } from 'react';
import type { Catalogue } from '../../model/city/catalogue.ts';
import type { EngineId } from '../../model/runs/engine-id.ts';
import type { Message } from '../../model/text/message.ts';
import type { Emphasis } from '../twin/appearance.ts';
import type { EngineHost } from '../twin/engine-host.ts';
import type { Fields } from '../twin/fields.ts';
import type { LinkPart } from '../twin/link-part.ts';
import type { Controller, Opener, Services } from '../twin/services.ts';
import type { Slice, TwinState } from '../twin/slice.ts';
import type { Twin } from '../twin/twin.ts';
import type { SceneLayer } from '../view/scene.ts';
import type { ViewApi } from '../view/view-api.ts';
import type { IconName } from './icons.tsx';
import type { Panels } from './panels.ts';
import type { PageTable, WordKey } from './words.ts';

/**
 * What a plug-in is opened with, and what its panels get by `useApp()`. It stands in kit, because plug-ins may import kit and not app. Whatever one
 * plug-in gives another goes through a service with a typed key, through the state or through a slot; none imports another.
 */
export interface App extends Services {
  readonly twin: Twin;
  /** Absolute, with a slash at its end. */
  readonly cityUrl: string;
  readonly hubUrl: string;
  /** Answers when the city's columns are read. */
  readonly catalogue: Catalogue;
  readonly view: ViewApi;
  readonly engines: EngineHost;
  readonly fields: Fields;
  readonly panels: Panels;
  /** Panels of all listed plug-ins in a slot, by their order; `useSlot` says which of them stand now. */
  placed(slot: Slot): readonly PlacedPanel[];
  /** A failure that nobody waits for: it goes to the console and to the list that tests read. */
  report(subject: string, reason: unknown): void;
}

/**
 * Where a panel can stand. `top`: the bar at the top · `tool`: opened by a button of the toolbar · `left`, `right`, `bottom`: docks around the map · `bar`:
 * over the picture · `vitals`: figures above the map · `lane`: of the time bar · `legend`: in the map's legend · `foot`: beside the map's foot ·
 * `share`: a button beside Print · `cardSection`: in the card of the selected object · `window`: over everything, on every desk · `stage`: in place of all of these.
 */
export type Slot =
  | 'top'
  | 'tool'
  | 'left'
  | 'right'
  | 'bottom'
  | 'bar'
  | 'vitals'
  | 'lane'
  | 'legend'
  | 'foot'
  | 'share'
  | 'cardSection'
  | 'window'
  | 'stage';

/** A panel and where it stands; the shell shows it without knowing whose it is. */
export interface PlacedPanel {
  /** Unique in the page: the plug-in's id, or `<plug-in>.<panel>`. */
  readonly id: string;
  /** Ascending within a slot; 0 unless given. In `top`, those below 0 stand beside the desks and the others at the far end; in `cardSection`, those below 0 stand before the object's key values. */
  readonly order?: number;
  readonly icon?: IconName;
  readonly title?: WordKey;
  /** The panel stands only on desks that bring this to the front; absent: on every desk with a map. */
  readonly emphasis?: Emphasis;
  /** The panel stands only while this holds; absent: always. */
  isShown?(state: TwinState, app: App): boolean;
  /** Whether what the tool does is on now, so that its button is marked. */
  isInUse?(state: TwinState): boolean;
  /** A tool that stands in the left dock, in place of what stands there. */
  readonly isDocked?: boolean;
  /** In `left`: it stands above a docked tool, and only then: what must stay in view while its own panel gives way to the tool. */
  readonly isBesideTool?: boolean;
  /** The panel stands only after somebody opened it by its id (`Panels.show`), and can be closed. */
  readonly isOpenable?: boolean;
  /** An openable panel that is open at first, where there is room, on desks that bring this to the front; other desks close it. */
  readonly opensWith?: Emphasis;
  /** While it is shown, it stands in its slot alone: the first by order. On a phone, the first by order of both docks. */
  readonly isAlone?: boolean;
  /** Group of panels of which a slot shows only the first that is open. */
  readonly group?: string;
  /** In `lane`: the time that the bar shows while this lane stands; null: it leaves that to the others. */
  span?(state: TwinState): TimeSpan | null;
  readonly Body: PanelBody;
}

/** What the time bar shows from end to end in place of the day. */
export interface TimeSpan {
  readonly kind: 'run' | 'recording';
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Says that this is not the present. */
  readonly mark: WordKey;
  /** How fast it can be played: shown seconds a second, with a word where it is not just a factor. */
  readonly rates: readonly { rate: number; word?: WordKey }[];
}

/** A panel as it is drawn. One that is loaded when it first stands has `load`, which fetches it before. */
export type PanelBody = ComponentType<PanelProps> & { load?(): Promise<unknown> };

export interface PanelProps {
  onClose(): void;
}

/** A simulation in plain words, for visitors: a paragraph each of what is computed, from which data, what it cannot tell and how it was checked. */
export interface Story {
  /** Ascending, where all stories stand in a list. */
  readonly order: number;
  readonly title: WordKey;
  readonly computed: WordKey;
  readonly from: WordKey;
  readonly limits: WordKey;
  readonly checked: WordKey;
}

/** What a plug-in has for a scene file. */
interface SavedPart {
  /** Plain data; arrays of numbers and files may be in it. */
  readonly data: unknown;
  /** What of it could not be saved, for the one who saves. */
  readonly notes?: readonly Message[];
}

/**
 * A subject's part of a scene file: what a link cannot hold, as drawings, files and runs. The page's link is opened after all parts, so that it
 * finds the layers and runs that they bring. Whoever opens a scene keeps what the window had beside it.
 */
export interface ScenePart {
  /** What the part is called on screen. */
  readonly title: WordKey;
  /** Version of its data; a scene of a newer one is reported and left out. */
  readonly version: number;
  /** Null: there is nothing to save. */
  save(app: App): Promise<SavedPart | null>;
  /** Brings the data into the window; rejects with what is wrong with it, and tells what it left out. */
  open(app: App, data: unknown): Promise<readonly Message[]>;
  /** Data of an older version as this one has them; absent: there was none. */
  migrate?(data: unknown, from: number): unknown;
}

/** Everything that one subject adds to the page. Nothing outside its folder names it but the one list, `src/app/plugins.ts`. */
export interface Plugin<C extends Controller = Controller> extends Opener<App, C> {
  readonly words?: PageTable;
  /** Ascending: the order in which plug-ins are opened, drawn and asked to undo a step, and their parts of a link written. */
  readonly order: number;
  readonly slices?: readonly Slice<object>[];
  /** The engine that it plays, as `workers/engines.ts` lists it. */
  readonly engine?: EngineId;
  readonly link?: LinkPart;
  readonly sceneFile?: ScenePart;
  readonly story?: Story;
  readonly places: Partial<Record<Slot, readonly PlacedPanel[]>>;
  /** What it draws into the picture. */
  readonly scene?: readonly SceneLayer<unknown, App>[];
  /** Undoes the plug-in's last step; false: there was nothing to undo. */
  escape?(app: App): boolean;
}
