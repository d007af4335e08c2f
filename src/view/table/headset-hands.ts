import {
  type Color,
  CylinderGeometry,
  type Group,
  Mesh,
  MeshBasicMaterial,
  Ray,
  Vector3,
  type WebGLRenderer,
  type XRGripSpace,
  type XRTargetRaySpace,
} from 'three';
import { gripped, moved, type Placement, type RoomPoint, steered } from './placement.ts';

/** Hands of a session: rays that point, grips that hold the block, sticks that turn and lift it. */
interface Hands {
  /** What they did to the block since the last frame. */
  move(placement: Placement, elapsedS: number): Placement;
  close(): void;
}

interface HandsOptions {
  readonly renderer: WebGLRenderer;
  /** Their places are metres of the room, as those of the eyes. */
  readonly rig: Group;
  readonly colour: Color;
  /** A hand pressed its trigger, or a finger tapped the picture: along a ray in the table's frame. */
  click(ray: Ray, source: XRInputSource): void;
}

interface Hand {
  /** What it points with; a finger on a phone has only this. */
  readonly pointer: XRTargetRaySpace;
  readonly grip: XRGripSpace;
  source: XRInputSource | null;
  /** Where it last held the block; null: it does not. */
  heldAt: RoomPoint | null;
}

/** What three gives a place to; more hands than a person has are left. */
const HANDS = [0, 1] as const;
/** As long as arms and a table are; it ends in the model. */
const RAY_M = 2.5;
const RAY_RADIUS_M = 0.0012;
/** Axes of a gamepad's stick as WebXR maps it (`xr-standard`): across and back, each −1 to 1. */
const STICK_AXES = [2, 3] as const;

/** They must be opened before the session is begun: three gives an input to a hand that is there when it connects. */
export function openHands({ renderer, rig, colour, click }: HandsOptions): Hands {
  const shape = new CylinderGeometry(RAY_RADIUS_M, RAY_RADIUS_M, RAY_M, 6, 1, true);
  shape.rotateX(Math.PI / 2).translate(0, 0, -RAY_M / 2);
  const material = new MeshBasicMaterial({ color: colour });
  const opened = HANDS.map((index) => openHand(renderer, index, new Mesh(shape, material), click));
  for (const { hand } of opened) rig.add(hand.pointer, hand.grip);
  return {
    move(placement, elapsedS) {
      const hands = opened.map(({ hand }) => hand);
      return held(steeredBy(placement, hands, elapsedS), hands);
    },
    close() {
      for (const { hand, close } of opened) {
        close();
        rig.remove(hand.pointer, hand.grip);
      }
      shape.dispose();
      material.dispose();
    },
  };
}

function openHand(
  { xr }: WebGLRenderer,
  index: number,
  line: Mesh,
  click: HandsOptions['click'],
): { hand: Hand; close(): void } {
  const hand: Hand = {
    pointer: xr.getController(index),
    grip: xr.getControllerGrip(index),
    source: null,
    heldAt: null,
  };
  const { pointer } = hand;
  const onConnected = ({ data }: { data: XRInputSource }): void => {
    hand.source = data;
    line.visible = data.targetRayMode === 'tracked-pointer';
  };
  const onDisconnected = (): void => {
    hand.source = null;
    hand.heldAt = null;
    line.visible = false;
  };
  const onSelect = ({ data }: { data: XRInputSource }): void => click(rayOf(pointer), data);
  const onHold = (): void => {
    hand.heldAt = placeOf(hand);
  };
  const onRelease = (): void => {
    hand.heldAt = null;
  };
  line.visible = false;
  pointer.add(line);
  pointer.addEventListener('connected', onConnected);
  pointer.addEventListener('disconnected', onDisconnected);
  pointer.addEventListener('select', onSelect);
  pointer.addEventListener('squeezestart', onHold);
  pointer.addEventListener('squeezeend', onRelease);
  return {
    hand,
    close() {
      pointer.removeEventListener('connected', onConnected);
      pointer.removeEventListener('disconnected', onDisconnected);
      pointer.removeEventListener('select', onSelect);
      pointer.removeEventListener('squeezestart', onHold);
      pointer.removeEventListener('squeezeend', onRelease);
      pointer.remove(line);
    },
  };
}

function placeOf({ grip, pointer }: Hand): RoomPoint {
  const { x, y, z } = grip.visible ? grip.position : pointer.position;
  return [x, y, z];
}

function rayOf(pointer: XRTargetRaySpace): Ray {
  pointer.updateWorldMatrix(true, false);
  const origin = new Vector3().setFromMatrixPosition(pointer.matrixWorld);
  return new Ray(origin, new Vector3(0, 0, -1).transformDirection(pointer.matrixWorld));
}

function steeredBy(placement: Placement, hands: readonly Hand[], elapsedS: number): Placement {
  return hands.reduce((now, { source }) => {
    const [right, back] = STICK_AXES.map((axis) => source?.gamepad?.axes[axis] ?? 0);
    return steered(now, right, back, elapsedS);
  }, placement);
}

/** Steps from frame to frame: a hand that comes to hold, or lets go, makes no jump. */
function held(placement: Placement, hands: readonly Hand[]): Placement {
  const steps = hands.flatMap((hand) => {
    const from = hand.heldAt;
    if (!from) return [];
    hand.heldAt = placeOf(hand);
    return [{ from, to: hand.heldAt }];
  });
  const [one, other] = steps;
  if (!one) return placement;
  return other ? gripped(placement, [one.from, other.from], [one.to, other.to]) : moved(placement, one.from, one.to);
}
