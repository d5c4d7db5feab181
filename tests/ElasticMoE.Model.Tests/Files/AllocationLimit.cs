using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Tests.Files;

/// <summary>Runs a reader on input that may be damaged: it succeeds or refuses, and allocates no more than the input justifies.</summary>
internal static class AllocationLimit
{
    // What the first call of any code allocates once, and the text of an error.
    private const long Fixed = 512 << 10;
    private const long PerInputByte = 64;

    /// <summary>Whether the reader took the input.</summary>
    public static bool Accepts(int inputBytes, Action read)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read();
            return true;
        }
        catch (InputException error)
        {
            Assert.DoesNotContain('\n', error.Message);
            return false;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Fixed + PerInputByte * inputBytes);
        }
    }
}
