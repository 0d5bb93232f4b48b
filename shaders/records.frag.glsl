// Eight glyphs as distances to their outlines, smooth over one device pixel.
flat in vec4 v_color;
flat in vec2 v_shape;
out vec4 o_color;

float Triangle(vec2 p, float r) {
  // Upwards; the middle is where its weight is.
  p.y -= r * 0.18;
  return max(abs(p.x) * 0.8944 - p.y * 0.4472 - r * 0.5, p.y - r * 0.66);
}

float Cross(vec2 p, float r) {
  vec2 q = abs(p);
  float thick = r * 0.36;
  return min(max(q.x - thick, q.y - r), max(q.y - thick, q.x - r));
}

void main() {
  float r = v_shape.y;
  vec2 p = (gl_PointCoord * 2.0 - 1.0) * (r + 1.0);
  int glyph = int(v_shape.x + 0.5);
  float d = length(p) - r;
  if (glyph == 1) d = max(abs(p.x), abs(p.y)) - r * 0.82;
  if (glyph == 2) d = Triangle(p, r);
  if (glyph == 3) d = (abs(p.x) + abs(p.y)) * 0.7071 - r * 0.74;
  if (glyph == 4) d = Triangle(vec2(p.x, -p.y), r);
  if (glyph == 5) d = Cross(p, r);
  if (glyph == 6) d = max(abs(p.x) - r * 0.42, abs(p.y) - r);
  if (glyph == 7) d = Cross(mat2(0.7071, 0.7071, -0.7071, 0.7071) * p, r);
  if (glyph == 8) d = abs(length(p) - r * 0.8) - max(0.7, r * 0.16);
  float cover = clamp(0.5 - d, 0.0, 1.0);
  o_color = vec4(v_color.rgb, v_color.a * cover);
}
