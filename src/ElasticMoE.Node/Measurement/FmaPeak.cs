using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Threads;

namespace ElasticMoE.Node.Measurement;

/// <summary>
/// The f32 multiply-add peak of all compute threads: twelve independent chains of the widest fused multiply-adds, all in registers, which hide
/// the latency of two units. An operation counts as two, a multiply and an add.
/// </summary>
internal sealed class FmaPeak(ComputePool pool, TimeProvider clock) : ComputeJob, IMeasurement
{
    private const int Chains = 12, Iterations = 8_000_000;

    private readonly float[] _sinks = new float[pool.Threads * 16];

    public string Name => "multiply-add peak";

    /// <summary>Floating-point operations per second.</summary>
    public double Measure()
    {
        long started = clock.GetTimestamp();
        pool.Run(this, pool.Threads);
        double operations = 2.0 * Chains * Iterations * Lanes() * pool.Threads;
        return operations / clock.GetElapsedTime(started).TotalSeconds;
    }

    public override void Run(int part)
    {
        Debug.Assert(part < pool.Threads);
        _sinks[part * 16] = KernelOperation.WidestWithFma() switch
        {
            KernelForm.Vector512 => Chains512(Iterations),
            KernelForm.Vector256 => Chains256(Iterations),
            _ => ChainsScalar(Iterations),
        };
    }

    private static int Lanes() => KernelOperation.WidestWithFma() switch { KernelForm.Vector512 => 16, KernelForm.Vector256 => 8, _ => 1 };

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Chains512(int iterations)
    {
        Vector512<float> x = Vector512.Create(0.9999f), y = Vector512.Create(0.0001f);
        Vector512<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int n = 0; n < iterations; n++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
        }
        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Chains256(int iterations)
    {
        Vector256<float> x = Vector256.Create(0.9999f), y = Vector256.Create(0.0001f);
        Vector256<float> a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int n = 0; n < iterations; n++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y);
            l = Vector256.FusedMultiplyAdd(l, x, y);
        }
        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    /// <summary>Without hardware FMA the fused form is a slow library call; the peak is then what that reaches.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float ChainsScalar(int iterations)
    {
        float x = 0.9999f, y = 0.0001f, sum = 0;
        for (int chain = 0; chain < Chains; chain++)
        {
            float a = y;
            for (int n = 0; n < iterations; n++)
                a = MathF.FusedMultiplyAdd(a, x, y);
            sum += a;
        }
        return sum;
    }
}
