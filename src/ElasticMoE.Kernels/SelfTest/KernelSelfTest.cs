using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ElasticMoE.Kernels.SelfTest;

/// <summary>
/// Runs a fixed list of operations on fixed inputs, the same whatever the process's role, model or machine, each by its definition and in
/// the form chosen here.
/// </summary>
public static class KernelSelfTest
{
    /// <summary>Runs the list. A form that differs from the definition is switched off for the life of the process.</summary>
    public static SelfTestReport Run() => Run(Cases());

    internal static IReadOnlyList<ISelfTestCase> Cases() =>
        [.. MatMulSelfTestCases.All(), .. RowSelfTestCases.All(), .. AttentionSelfTestCase.All()];

    internal static SelfTestReport Run(IReadOnlyList<ISelfTestCase> cases)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var switchedOff = new List<string>();
        foreach (ISelfTestCase test in cases)
        {
            float[] expected = new float[test.OutputLength];
            test.Run(KernelForm.Scalar, expected);
            hash.AppendData(MemoryMarshal.AsBytes(expected.AsSpan()));
            if (HoldsHere(test, expected))
                continue;
            test.Operation.SwitchOff();
            switchedOff.Add(test.Operation.Name);
        }
        return new SelfTestReport { Hash = Convert.ToHexStringLower(hash.GetHashAndReset()), SwitchedOff = switchedOff };
    }

    private static bool HoldsHere(ISelfTestCase test, ReadOnlySpan<float> expected)
    {
        float[] actual = new float[expected.Length];
        test.Run(test.Operation.Form, actual);
        return MemoryMarshal.Cast<float, int>(expected).SequenceEqual(MemoryMarshal.Cast<float, int>(actual));
    }
}
