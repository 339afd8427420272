/** Sends the arrays of a sigma program to the graphics card when they have changed, not on every frame. */
import type { ProgramInfo } from "sigma/rendering";

interface Attribute {
  name: string;
  size: number;
  type: number;
  normalized?: boolean;
}

interface Arrays {
  ATTRIBUTES: Attribute[];
  CONSTANT_ATTRIBUTES: Attribute[];
  array: Float32Array;
  constantArray: Float32Array;
}

const BYTES = 4;

/** Remembers which buffers hold what the arrays hold now. */
export class VertexBuffers {
  private readonly done = new Set<WebGLBuffer>();

  /** The arrays have changed. */
  forget(): void {
    this.done.clear();
  }

  /** Point the attributes of a program at its buffers. */
  bind(arrays: Arrays, info: ProgramInfo): void {
    const gl = info.gl as WebGL2RenderingContext;
    const instanced = arrays.CONSTANT_ATTRIBUTES.length > 0;
    if (instanced) this.bindOne(gl, info, info.constantBuffer, arrays.CONSTANT_ATTRIBUTES, arrays.constantArray, 0);
    this.bindOne(gl, info, info.buffer, arrays.ATTRIBUTES, arrays.array, instanced ? 1 : 0);
    gl.bindBuffer(gl.ARRAY_BUFFER, null);
  }

  private bindOne(gl: WebGL2RenderingContext, info: ProgramInfo, buffer: WebGLBuffer, attributes: Attribute[], data: Float32Array, divisor: number): void {
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    const words = attributes.map(({ size, type }) => (type === gl.UNSIGNED_BYTE ? 1 : size));
    const stride = BYTES * words.reduce((sum, word) => sum + word, 0);
    let offset = 0;
    attributes.forEach(({ name, size, type, normalized }, index) => {
      const location = info.attributeLocations[name] ?? -1;
      if (location >= 0) {
        gl.enableVertexAttribArray(location);
        gl.vertexAttribPointer(location, size, type, normalized ?? false, stride, offset);
        gl.vertexAttribDivisor(location, divisor);
      }
      offset += BYTES * (words[index] ?? 0);
    });
    if (this.done.has(buffer)) return;
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
    this.done.add(buffer);
  }
}
