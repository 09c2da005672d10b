/** Noise along the principal components of colour (Krizhevsky et al. 2012, section 4.1). */
import { normal, type Random } from '../random.ts';

/** Three components, the strongest first: `values` are the variances along the unit `vectors`. */
export interface PrincipalComponents {
  readonly values: readonly number[];
  readonly vectors: readonly (readonly number[])[];
}

const sweeps = 32;
const negligible = 1e-15;

/** Eigenvalues and eigenvectors of a symmetric 3 x 3 matrix, row by row, by Jacobi's rotations. */
export function principalComponents(covariance: readonly number[]): PrincipalComponents {
  const a = Float64Array.from(covariance);
  const v = Float64Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  const size = Math.max(...a.map(Math.abs), Number.MIN_VALUE);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    if (Math.abs(at(a, 0, 1)) + Math.abs(at(a, 0, 2)) + Math.abs(at(a, 1, 2)) < negligible * size) break;
    rotate(a, v, 0, 1);
    rotate(a, v, 0, 2);
    rotate(a, v, 1, 2);
  }
  const order = [0, 1, 2].sort((i, j) => at(a, j, j) - at(a, i, i));
  return {
    // Rounding may leave less than nothing.
    values: order.map((i) => Math.max(0, at(a, i, i))),
    vectors: order.map((i) => [at(v, 0, i), at(v, 1, i), at(v, 2, i)]),
  };
}

function at(matrix: Float64Array, row: number, column: number): number {
  return matrix[3 * row + column] ?? 0;
}

/** Turns the plane of axes p and q so that their covariance is none; `v` gathers the turns. */
function rotate(a: Float64Array, v: Float64Array, p: number, q: number): void {
  const off = at(a, p, q);
  if (off === 0) return;
  const theta = (at(a, q, q) - at(a, p, p)) / (2 * off);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  const turnColumns = (m: Float64Array): void => {
    for (let k = 0; k < 3; k++) {
      const [x, y] = [at(m, k, p), at(m, k, q)];
      m[3 * k + p] = c * x - s * y;
      m[3 * k + q] = s * x + c * y;
    }
  };
  turnColumns(a);
  turnColumns(v);
  for (let k = 0; k < 3; k++) {
    const [x, y] = [at(a, p, k), at(a, q, k)];
    a[3 * p + k] = c * x - s * y;
    a[3 * q + k] = s * x + c * y;
  }
}

/** What is added to R, G and B of all pixels of one image: sum of p_i (alpha_i lambda_i), as the paper has it. */
export function colourNoise({ values, vectors }: PrincipalComponents, deviation: number, random: Random): number[] {
  const amounts = values.map((value) => normal(random) * deviation * value);
  return [0, 1, 2].map((channel) =>
    vectors.reduce((sum, vector, component) => sum + (vector[channel] ?? 0) * (amounts[component] ?? 0), 0),
  );
}
