/** Draws edges as hairlines, dashed where inferred, dotted where unsure: where so many are shown that arrows would be a blur. */
import { EdgeProgram, type ProgramInfo } from "sigma/rendering";
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";
import type { EdgeStyle } from "./edge-program";
import { canvasStyle } from "./canvas-style";
import { VertexBuffers } from "./vertex-buffers";

const VERTEX = `
attribute vec4 a_color;
attribute vec2 a_here;
attribute vec2 a_there;
attribute float a_end;
attribute float a_dash;
uniform mat3 u_matrix;
uniform vec2 u_resolution;
uniform float u_longest;
varying vec4 v_color;
varying float v_along;
varying float v_dash;
void main() {
  vec2 here = (u_matrix * vec3(a_here, 1.0)).xy;
  vec2 there = (u_matrix * vec3(a_there, 1.0)).xy;
  gl_Position = vec4(here, 0.0, 1.0);
  float whole = length((there - here) * u_resolution) * 0.5;
  v_along = a_end * whole;
  v_dash = a_dash;
  v_color = a_color;
  float share = u_longest > 0.0 ? min(1.0, u_longest / max(whole, 1.0)) : 1.0;
  v_color.a *= share * share * 255.0 / 254.0;
}`;

const FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying float v_along;
varying float v_dash;
uniform float u_fade;
void main() {
  vec2 gap = v_dash > 1.5 ? vec2(6.0, 2.5) : vec2(9.0, 5.0);
  if (v_dash > 0.5 && mod(v_along, gap.x) > gap.y) discard;
  float alpha = v_color.a * u_fade;
  gl_FragColor = vec4(v_color.rgb * alpha, alpha);
}`;

const { FLOAT, UNSIGNED_BYTE, LINES } = WebGLRenderingContext;
const UNIFORMS = ["u_matrix", "u_resolution", "u_longest", "u_fade"] as const;
type Uniform = (typeof UNIFORMS)[number];

export class HairlineProgram extends EdgeProgram<Uniform> {
  private buffers?: VertexBuffers;

  override getDefinition() {
    return {
      VERTICES: 2,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: LINES,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_here", size: 2, type: FLOAT },
        { name: "a_there", size: 2, type: FLOAT },
        { name: "a_end", size: 1, type: FLOAT },
        { name: "a_dash", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
    };
  }

  override process(index: number, offset: number, source: NodeDisplayData, target: NodeDisplayData, data: EdgeDisplayData): void {
    this.buffers?.forget();
    super.process(index, offset, source, target, data);
  }

  override processVisibleItem(_: number, start: number, source: NodeDisplayData, target: NodeDisplayData, data: EdgeDisplayData & Partial<EdgeStyle>): void {
    const colour = floatColor(data.color);
    this.put(start, source, target, 0, data.dash ?? 0, colour);
    this.put(start + this.ATTRIBUTES_ITEMS_COUNT, target, source, 1, data.dash ?? 0, colour);
  }

  override setUniforms({ matrix, width, height }: RenderParams, info: ProgramInfo): void {
    const { gl, uniformLocations: at } = info as ProgramInfo<Uniform>;
    gl.uniformMatrix3fv(at.u_matrix, false, matrix);
    gl.uniform2f(at.u_resolution, width, height);
    gl.uniform1f(at.u_longest, canvasStyle.longest);
    gl.uniform1f(at.u_fade, canvasStyle.edges);
  }

  override render(params: RenderParams): void {
    if (canvasStyle.edges > 0) super.render(params);
  }

  override reallocate(capacity: number): void {
    super.reallocate(capacity);
    this.buffers?.forget();
  }

  protected override bindProgram(info: ProgramInfo): void {
    (this.buffers ??= new VertexBuffers()).bind(this, info);
  }

  private put(start: number, here: NodeDisplayData, there: NodeDisplayData, end: number, dash: number, colour: number): void {
    const { array } = this;
    array[start] = here.x;
    array[start + 1] = here.y;
    array[start + 2] = there.x;
    array[start + 3] = there.y;
    array[start + 4] = end;
    array[start + 5] = dash;
    array[start + 6] = colour;
  }
}
