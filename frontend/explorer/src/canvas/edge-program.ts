/** Draws edges on the graphics card: a line with an arrow's head, dashed where inferred, dotted where unsure, that fades far out. */
import { EdgeProgram, type ProgramInfo } from "sigma/rendering";
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";
import { canvasStyle } from "./canvas-style";
import { VertexBuffers } from "./vertex-buffers";

const VERTEX = `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_start;
attribute vec2 a_end;
attribute vec4 a_form;
attribute float a_dash;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform vec2 u_resolution;
uniform float u_sizeRatio;
uniform float u_longest;
uniform highp float u_heads;
varying vec4 v_color;
varying vec2 v_place;
varying vec3 v_form;
void main() {
  vec2 start = (u_matrix * vec3(a_start, 1.0)).xy * u_resolution * 0.5;
  vec2 end = (u_matrix * vec3(a_end, 1.0)).xy * u_resolution * 0.5;
  vec2 way = end - start;
  float whole = max(length(way), 0.001);
  vec2 along = way / whole;
  vec2 across = vec2(-along.y, along.x);
  float from = a_form.x / u_sizeRatio + 1.0;
  float to = whole - a_form.y / u_sizeRatio - 1.0;
  float half_width = max(a_form.z * 0.5, 0.4);
  float reach = half_width + (u_heads > 0.5 ? 4.0 : 0.6);
  float at = mix(from, max(from, to), a_corner.x);
  vec2 place = start + along * at + across * (a_form.w + a_corner.y * reach);
  gl_Position = vec4(place * 2.0 / u_resolution, 0.0, 1.0);
  v_place = vec2(at, a_corner.y * reach);
  v_form = vec3(to, half_width, a_dash);
  v_color = a_color;
  v_color.a *= (u_longest > 0.0 ? max(0.2, min(1.0, u_longest / whole)) : 1.0) * 255.0 / 254.0;
}`;

const FRAGMENT = `
precision highp float;
varying vec4 v_color;
varying vec2 v_place;
varying vec3 v_form;
uniform float u_fade;
uniform highp float u_heads;
void main() {
  float rest = v_form.x - v_place.x;
  float head = 5.0 + v_form.y * 2.0;
  float width = rest < head && u_heads > 0.5 ? max(rest / head * (v_form.y + 3.0), 0.0) : v_form.y;
  vec2 gap = v_form.z > 1.5 ? vec2(6.0, 2.5) : vec2(9.0, 5.0);
  if (v_form.z > 0.5 && rest > head && mod(v_place.x, gap.x) > gap.y) discard;
  float cover = 1.0 - smoothstep(width - 0.35, width + 0.35, abs(v_place.y));
  float alpha = cover * v_color.a * u_fade;
  if (alpha < 0.004) discard;
  gl_FragColor = vec4(v_color.rgb * alpha, alpha);
}`;

const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
const UNIFORMS = ["u_matrix", "u_resolution", "u_sizeRatio", "u_longest", "u_fade", "u_heads"] as const;
type Uniform = (typeof UNIFORMS)[number];

/** The values of {@link EdgeStyle.dash}, which the shaders compare with 0.5 and 1.5. */
export const DASHED = 1;
export const DOTTED = 2;

/** What the graph tells of an edge beside what sigma knows. */
export interface EdgeStyle {
  /** 0 for a whole line, else {@link DASHED} or {@link DOTTED}. */
  dash: number;
  /** How far it stands beside the straight line, in pixels: for the second edge between the same nodes. */
  shift: number;
}

export class LineProgram extends EdgeProgram<Uniform> {
  private buffers?: VertexBuffers;

  override getDefinition() {
    return {
      VERTICES: 6,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLES,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_start", size: 2, type: FLOAT },
        { name: "a_end", size: 2, type: FLOAT },
        { name: "a_form", size: 4, type: FLOAT },
        { name: "a_dash", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
      CONSTANT_DATA: [[0, -1], [1, -1], [1, 1], [0, -1], [1, 1], [0, 1]],
    };
  }

  override process(index: number, offset: number, source: NodeDisplayData, target: NodeDisplayData, data: EdgeDisplayData): void {
    this.buffers?.forget();
    super.process(index, offset, source, target, data);
  }

  override processVisibleItem(index: number, start: number, source: NodeDisplayData, target: NodeDisplayData, data: EdgeDisplayData & Partial<EdgeStyle>): void {
    const { array } = this;
    array[start] = source.x;
    array[start + 1] = source.y;
    array[start + 2] = target.x;
    array[start + 3] = target.y;
    array[start + 4] = source.size;
    array[start + 5] = target.size;
    array[start + 6] = data.size;
    array[start + 7] = data.shift ?? 0;
    array[start + 8] = data.dash ?? 0;
    array[start + 9] = floatColor(data.color);
    array[start + 10] = index;
  }

  override setUniforms({ matrix, width, height, sizeRatio }: RenderParams, info: ProgramInfo): void {
    const { gl, uniformLocations: at } = info as ProgramInfo<Uniform>;
    gl.uniformMatrix3fv(at.u_matrix, false, matrix);
    gl.uniform2f(at.u_resolution, width, height);
    gl.uniform1f(at.u_sizeRatio, sizeRatio);
    gl.uniform1f(at.u_longest, canvasStyle.longest);
    gl.uniform1f(at.u_fade, canvasStyle.edges);
    gl.uniform1f(at.u_heads, canvasStyle.heads ? 1 : 0);
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
}
