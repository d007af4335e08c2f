import type { ComponentType } from 'react';
import type { Catalogue } from '../../model/city/catalogue.ts';
import type { EngineId } from '../../model/runs/engine-id.ts';
import type { Message } from '../../model/text/message.ts';
import type { Text } from '../../model/text/text.ts';
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
  /** All that are open, in the order in which they were opened. */
  readonly plugins: readonly Plugin[];
  /** Opens a plug-in while the page runs; the returned function ends it and takes away all that it brought. Whoever calls has seen that it stands beside the others. */
  adopt(plugin: Plugin): () => void;
  /** Panels of all listed plug-ins in a slot, by their order; `useSlot` says which of them stand now. */
  placed(slot: Slot): readonly PlacedPanel[];
  /** How a step stands, `desk.step`; null: nobody says. */
  stepState(step: string): StepState | null;
  /** What a desk works on; null: nobody says, so it is the city. */
  subjectOf(desk: string): (DeskSubject & { choose(id: string): void }) | null;
  /** Stops a run of an engine by its id, or the analysis of a plug-in; what has no end of its own goes on. */
  stopJob(owner: string, id: string): void;
  /** Puts away whatever is shown in place of the present: recordings, runs, a moment of a log, a chosen time. */
  showPresent(): void;
  /** A failure that nobody waits for: it goes to the console and to the list that tests read. */
  report(subject: string, reason: unknown): void;
}

/**
 * Where a panel can stand. `bar`: the bar at the top · `banner`: the line below it on desks that follow the present · `tool`: a row below a step, opened in
 * the inspector · `result`: in the inspector before the form of the tool that computed it · `start`: in the inspector while nothing is open · `object`: in
 * the inspector for what is selected · `page`: in the map's place while the tool that it belongs to is in view · `cardSection`: in the card of the selected object · `finding`: rows of the city's first card, what is wrong now · `foot`: at the foot of the task column · `worklist`: there too, what the open tool works
 * through · `plate`: in the line over
 * the picture that says what it is · `over`: on the picture · `vitals`: figures above the map · `legend`: in the map's legend · `tray`: below map and
 * inspector · `lane`: of the time bar · `administration`: below an administrator's own account · `layers`: below the city's folders in the tree
 * of layers · `window`: over everything, on every desk · `stage`: in place of all of these.
 */
export type Slot =
  | 'bar'
  | 'banner'
  | 'tool'
  | 'result'
  | 'start'
  | 'object'
  | 'page'
  | 'cardSection'
  | 'finding'
  | 'foot'
  | 'worklist'
  | 'plate'
  | 'over'
  | 'vitals'
  | 'legend'
  | 'tray'
  | 'lane'
  | 'administration'
  | 'layers'
  | 'window'
  | 'stage';

/** A place of a tool: `desk.step`, `desk.step/group`, or the map's own cluster of buttons, which every desk has. */
export type ToolPlace = `${string}.${string}` | 'cluster';

/** A panel and where it stands; the shell shows it without knowing whose it is. */
export interface PlacedPanel {
  /** Unique in the page: the plug-in's id, or `<plug-in>.<panel>`. */
  readonly id: string;
  /** Ascending within a slot or a step; 0 unless given. In `cardSection`, those below 0 stand before the object's key values. */
  readonly order?: number;
  readonly icon?: IconName;
  readonly title?: WordKey;
  /** The panel stands only on desks that bring this to the front; absent: on every desk with a map. */
  readonly emphasis?: Emphasis;
  /** In `tool`: the steps it stands below, which are also the desks that have it. */
  readonly at?: readonly ToolPlace[];
  /** In `tool`: what it answers, in a few words, until there is a result. */
  readonly answers?: WordKey;
  /** In `tool`: the word below its icon in the map's cluster. */
  readonly short?: WordKey;
  /** In `tool`: its result in a few words; null: there is none. */
  result?(state: TwinState, app: App): Text | null;
  /** In `tool`: the first card of a city leads to it, to begin with or to bring files. */
  readonly invites?: 'work' | 'files';
  /** In `tool`: which of a body's parts it shows. */
  readonly part?: string;
  /** In `result`, `page` and `worklist`: the tool that it belongs to, by its panel's id. */
  readonly ofTool?: string;
  /** The panel stands only while this holds; absent: always. */
  isShown?(state: TwinState, app: App): boolean;
  /** Whether what the tool does is on now, so that its row or button is marked. */
  isInUse?(state: TwinState): boolean;
  /** The panel stands only after somebody opened it by its id (`Panels.show`), and can be closed. */
  readonly isOpenable?: boolean;
  /** Group of panels of which a slot shows only the first that is open. */
  readonly group?: string;
  /** In `lane`: the time that the bar shows while this lane stands; null: it leaves that to the others. */
  span?(state: TwinState): TimeSpan | null;
  readonly Body: PanelBody;
}

/** How a step of a desk stands, beside its name. */
export interface StepState {
  /** `todo`: nothing to do or say; `open`: not verified; `waits`: for a person; `severe`: something severe; `done`: settled. */
  readonly mark: 'todo' | 'open' | 'waits' | 'severe' | 'done';
  readonly figure?: number | string;
  readonly word?: Text;
}

/** What a desk works on: an area, an incident, a project. */
export interface DeskSubject {
  readonly name: Text;
  readonly note?: Text;
  /** What else can be worked on, by ids, the subject among them; absent: there is only the one. */
  readonly options?: readonly { readonly id: string; readonly name: Text }[];
  readonly chosen?: string;
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
  /** As the placed panel has it: which of several parts the body shows. */
  readonly part?: string;
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
  /** How steps stand, by `desk.step`; null: the plug-in has nothing to say of it now. The first plug-in by order that says something is shown. */
  readonly steps?: Readonly<Record<string, (state: TwinState, app: App) => StepState | null>>;
  /** What desks work on, by desk; null: the plug-in has nothing to say of it now. The first plug-in by order that says something is shown. */
  readonly subjects?: Readonly<
    Record<string, { read(state: TwinState, app: App): DeskSubject | null; choose?(app: App, id: string): void }>
  >;
  /** What it draws into the picture. */
  readonly scene?: readonly SceneLayer<unknown, App>[];
  /** Puts away what the plug-in shows in place of the present. */
  showPresent?(app: App): void;
  /** Undoes the plug-in's last step; false: there was nothing to undo. */
  escape?(app: App): boolean;
}
