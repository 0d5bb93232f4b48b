// Functions of doubles whose last bit is the same in both twins.
//
// The C libraries of the twins differ in the last bits of exp, log, pow and sin. These are
// calculated in pairs of doubles (about 100 bits) from + - * / alone, which IEEE 754 fixes, and
// rounded once: the result is the nearest double but for very rare ties.
#pragma once

namespace weir::sql {

double ExpOf(double x);
double LogOf(double x);  // Natural.
double Log10Of(double x);
double PowerOf(double base, double exponent);
double SinOf(double x);
double CosOf(double x);
double TanOf(double x);
double AsinOf(double x);
double AcosOf(double x);
double AtanOf(double x);
double Atan2Of(double y, double x);
double SinhOf(double x);
double CoshOf(double x);
double TanhOf(double x);

// Rounded to `digits` decimals (negative: tens, hundreds) half away from zero, or cut, on the
// shortest decimal digits of the number, as Java's BigDecimal.valueOf(x).setScale(digits) does.
double RoundDecimal(double x, int digits, bool cut);

}  // namespace weir::sql
