import type { RoomPoint } from './placement.ts';

/** Where rays of a session meet the real room, for devices that can tell. */
interface RealSurfaces {
  /** In each frame of the session, in the space that hands and eyes are told in. */
  read(frame: XRFrame, space: XRReferenceSpace): void;
  /** Where this input points to; null: at nothing real, or the device cannot tell. */
  at(source: XRInputSource): RoomPoint | null;
  close(): void;
}

/** Rays of hands and of fingers on a picture; a device without hit tests (or that refuses one) just has no real surface. */
export function openRealSurfaces(session: XRSession): RealSurfaces {
  const met = new Map<XRInputSource, RoomPoint>();
  const ofHands = new Map<XRInputSource, XRHitTestSource>();
  let ofFingers: XRTransientInputHitTestSource | null = null;
  let isClosed = false;
  const refused = (reason: unknown) => console.warn('headset: no hit test', reason);

  function addHand(source: XRInputSource): void {
    if (source.targetRayMode === 'screen') return;
    session
      .requestHitTestSource?.({ space: source.targetRaySpace })
      ?.then((test) => (isClosed ? test.cancel() : ofHands.set(source, test)))
      .catch(refused);
  }

  function onInputs({ added, removed }: XRInputSourcesChangeEvent): void {
    for (const source of removed) {
      ofHands.get(source)?.cancel();
      ofHands.delete(source);
      met.delete(source);
    }
    for (const source of added) addHand(source);
  }

  session.addEventListener('inputsourceschange', onInputs);
  for (const source of session.inputSources ?? []) addHand(source);
  session
    .requestHitTestSourceForTransientInput?.({ profile: 'generic-touchscreen' })
    ?.then((test) => {
      if (isClosed) test.cancel();
      else ofFingers = test;
    })
    .catch(refused);
  return {
    read(frame, space) {
      const note = (source: XRInputSource, results: readonly XRHitTestResult[]): void => {
        const position = results.at(0)?.getPose(space)?.transform.position;
        if (position) met.set(source, [position.x, position.y, position.z]);
        else met.delete(source);
      };
      for (const [source, test] of ofHands) note(source, frame.getHitTestResults(test));
      if (!ofFingers) return;
      for (const { inputSource, results } of frame.getHitTestResultsForTransientInput(ofFingers))
        note(inputSource, results);
    },
    at: (source) => met.get(source) ?? null,
    close() {
      isClosed = true;
      session.removeEventListener('inputsourceschange', onInputs);
      met.clear();
    },
  };
}
