import { Component, createElement, type ReactNode } from 'react';
import type { PanelBody, PanelProps, PlacedPanel, Plugin } from '../../kit/plugin.ts';
import type { PackagePlugin } from '../../kit/seam.ts';
import type { SceneDrawing, SceneHost } from '../../view/scene.ts';

type OnFailure = (error: unknown) => void;

interface GuardedPlugin {
  plugin: Plugin;
  /** Nothing is told any more: the plug-in ends. */
  mute(): void;
}

/** A plug-in of a package, of which every part that throws is caught and told once: what it was asked for is then as if there were none. */
export function guardPlugin(given: PackagePlugin, onFailure: OnFailure): GuardedPlugin {
  let hasFailed = false;
  const fail: OnFailure = (error) => {
    if (hasFailed) return;
    hasFailed = true;
    // Not while a panel is drawn or a slot is read: ending the plug-in changes both.
    setTimeout(onFailure, 0, error);
  };
  const { places, steps, subjects, scene, showPresent, escape: undo, ...rest } = given;
  const slots = Object.entries(places).map(([slot, panels]) => [slot, panels.map((one) => guardPanel(one, fail))]);
  const plugin: Plugin = {
    ...rest,
    open: (app) => given.open(app),
    places: Object.fromEntries(slots) as Plugin['places'],
    ...(steps && { steps: mapValues(steps, (read) => guard(read, null, fail)) }),
    ...(subjects && {
      subjects: mapValues(subjects, (subject) => ({
        read: guard(subject.read.bind(subject), null, fail),
        ...(subject.choose && { choose: guard(subject.choose.bind(subject), undefined, fail) }),
      })),
    }),
    ...(scene && { scene: scene.map((layer) => guardLayer(layer, fail)) }),
    ...(showPresent && { showPresent: guard(showPresent.bind(given), undefined, fail) }),
    ...(undo && { escape: guard(undo.bind(given), false, fail) }),
  };
  return {
    plugin,
    mute() {
      hasFailed = true;
    },
  };
}

/** The function with what it answers where it throws. */
function guard<Args extends unknown[], Answer>(
  work: (...args: Args) => Answer,
  otherwise: Answer,
  fail: OnFailure,
): (...args: Args) => Answer {
  return (...args) => {
    try {
      return work(...args);
    } catch (error) {
      fail(error);
      return otherwise;
    }
  };
}

function mapValues<Value, Mapped>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function guardPanel(panel: PlacedPanel, fail: OnFailure): PlacedPanel {
  const { isShown, isInUse, result, span } = panel;
  return {
    ...panel,
    ...(isShown && { isShown: guard(isShown.bind(panel), false, fail) }),
    ...(isInUse && { isInUse: guard(isInUse.bind(panel), false, fail) }),
    ...(result && { result: guard(result.bind(panel), null, fail) }),
    ...(span && { span: guard(span.bind(panel), null, fail) }),
    Body: guardBody(panel.Body, fail),
  };
}

function guardBody(Body: PanelBody, fail: OnFailure): PanelBody {
  const GuardedBody = (props: PanelProps) => (
    <PackageBoundary onFailure={fail}>{createElement(Body, props)}</PackageBoundary>
  );
  return Object.assign(GuardedBody, Body.load ? { load: Body.load } : {});
}

/** A panel of a package that breaks is empty until its plug-in is taken away. */
class PackageBoundary extends Component<{ onFailure: OnFailure; children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onFailure(error);
  }

  override render(): ReactNode {
    return this.state.isBroken ? null : this.props.children;
  }
}

type Layer = NonNullable<Plugin['scene']>[number];
type OpenDrawing = (host: SceneHost) => SceneDrawing;

/** What the layer is asked of the state, and what its drawings do on a pane. */
function guardLayer(layer: Layer, fail: OnFailure): Layer {
  const { key, follow, open } = layer;
  const loads = Object.entries(open) as [string, () => Promise<OpenDrawing>][];
  const guardLoad = (load: () => Promise<OpenDrawing>) => async (): Promise<OpenDrawing> => {
    try {
      return guardDrawing(await load(), fail);
    } catch (error) {
      fail(error);
      return () => NO_DRAWING;
    }
  };
  return {
    ...layer,
    of: guard(layer.of.bind(layer), null, fail),
    ...(key && { key: guard(key.bind(layer), null, fail) }),
    ...(follow && { follow: guard(follow.bind(layer), () => {}, fail) }),
    open: Object.fromEntries(loads.map(([engine, load]) => [engine, guardLoad(load)])) as Layer['open'],
  };
}

const NO_DRAWING: SceneDrawing = { show() {}, close() {} };

function guardDrawing(open: OpenDrawing, fail: OnFailure): OpenDrawing {
  return (host) => {
    const drawing = guard(open, NO_DRAWING, fail)(host);
    const { isWaiting, holdsPointer, click } = drawing;
    return {
      show: guard(drawing.show.bind(drawing), undefined, fail),
      ...(isWaiting && { isWaiting: guard(isWaiting.bind(drawing), false, fail) }),
      ...(holdsPointer && { holdsPointer: guard(holdsPointer.bind(drawing), false, fail) }),
      ...(click && { click: guard(click.bind(drawing), false, fail) }),
      close: guard(drawing.close.bind(drawing), undefined, fail),
    };
  };
}
