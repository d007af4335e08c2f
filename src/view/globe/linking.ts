import type { EngineProgram, Scene } from '@cesium/engine';

const POLL_MS = 30;

/** Programs that are linked beside the page's thread. */
export interface Linking {
  /** One is wanted on the picture and not linked yet. */
  isWaiting(): boolean;
  close(): void;
}

/**
 * The engine links a program when it draws it first, and asks at once whether that went well: the page stands still meanwhile
 * (3.3 s for the water's on llvmpipe, some 0.1 s on a laptop). Here programs whose fragment shader says `marker` are handed to the
 * driver without a question; their commands are left out of the picture until it has answered, and the engine is given the linked
 * program where it would have made its own. `KHR_parallel_shader_compile` tells when, where a browser has it; else a fence behind the
 * link does, for the graphics process works off what it was given in order. A link that fails is left to the engine, which says why.
 */
export function linkBeside(scene: Scene, marker: string): Linking {
  const { context } = scene;
  const gl = context._gl;
  const parallel = gl.getExtension('KHR_parallel_shader_compile');
  const links = new Map<EngineProgram, Link>();
  const draw = context.draw;
  let timer: ReturnType<typeof setTimeout> | null = null;

  context.draw = (command, passState, given, map) => {
    const program = given ?? command.shaderProgram;
    if (program._program || !program._fragmentShaderText.includes(marker) || isAdopted(program))
      draw.call(context, command, passState, given, map);
  };

  function isAdopted(program: EngineProgram): boolean {
    const link = links.get(program) ?? begin(program);
    if (!isOver(link)) {
      timer ??= setTimeout(look, POLL_MS);
      return false;
    }
    links.delete(program);
    adopt(program, link);
    return true;
  }

  function begin(program: EngineProgram): Link {
    const shaderOf = (kind: number, text: string) => {
      const shader = gl.createShader(kind);
      if (!shader) return null;
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      return shader;
    };
    const vertex = shaderOf(gl.VERTEX_SHADER, program._vertexShaderText);
    const fragment = shaderOf(gl.FRAGMENT_SHADER, program._fragmentShaderText);
    const linked = gl.createProgram();
    for (const shader of [vertex, fragment]) if (shader) gl.attachShader(linked, shader);
    for (const [name, place] of Object.entries(program._attributeLocations ?? {}))
      gl.bindAttribLocation(linked, place, name);
    gl.linkProgram(linked);
    const fence = parallel ? null : gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    const link = { vertex, fragment, linked, fence };
    links.set(program, link);
    return link;
  }

  function isOver({ linked, fence }: Link): boolean {
    if (parallel) return gl.getProgramParameter(linked, parallel.COMPLETION_STATUS_KHR) === true;
    return !fence || gl.getSyncParameter(fence, gl.SYNC_STATUS) === gl.SIGNALED;
  }

  /** While the engine makes this one program, its calls find what they would have made. */
  function adopt(program: EngineProgram, { vertex, fragment, linked, fence }: Link): void {
    gl.deleteSync(fence);
    if (gl.getProgramParameter(linked, gl.LINK_STATUS) !== true) {
      gl.deleteProgram(linked);
      return;
    }
    const done = () => {};
    const stand = {
      createShader: (kind: number) => (kind === gl.VERTEX_SHADER ? vertex : fragment),
      createProgram: () => linked,
      ...{ shaderSource: done, compileShader: done, attachShader: done, bindAttribLocation: done, linkProgram: done },
    };
    Object.assign(gl, stand);
    try {
      program._bind();
    } finally {
      for (const name of Object.keys(stand)) Reflect.deleteProperty(gl, name);
    }
  }

  /** Asks between pictures, so that a page at rest is drawn again when there is something new. */
  function look(): void {
    timer = null;
    if (scene.isDestroyed() || links.size === 0) return;
    if ([...links.values()].some(isOver)) scene.requestRender();
    else timer = setTimeout(look, POLL_MS);
  }

  return {
    isWaiting: () => [...links.values()].some((link) => !isOver(link)),
    close() {
      if (timer) clearTimeout(timer);
      context.draw = draw;
      for (const { linked } of links.values()) gl.deleteProgram(linked);
      links.clear();
    },
  };
}

interface Link {
  vertex: WebGLShader | null;
  fragment: WebGLShader | null;
  linked: WebGLProgram;
  fence: WebGLSync | null;
}
