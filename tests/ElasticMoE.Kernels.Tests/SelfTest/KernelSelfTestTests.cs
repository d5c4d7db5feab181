using ElasticMoE.Kernels.SelfTest;

namespace ElasticMoE.Kernels.Tests.SelfTest;

public sealed class KernelSelfTestTests
{
    [Fact]
    public void AllOperationsHoldHere()
    {
        SelfTestReport report = KernelSelfTest.Run();
        Assert.Empty(report.SwitchedOff);
        Assert.Matches("^[0-9a-f]{64}$", report.Hash);
        Assert.Equal(report.Hash, KernelSelfTest.Run().Hash);
    }

    // A change of this hash is a change of the arithmetic itself, and every model's bits change with it, unless an operation was added to the list.
    [Fact]
    public void TheHashIsTheSameOnEveryMachine() =>
        Assert.Equal("3a826783e7656de510cdae7a5f599b614b3e9f5811d4ad7469ee782d267e8c81", KernelSelfTest.Run().Hash);

    [Fact]
    public void NoCaseHidesBehindNaNOrZeros()
    {
        foreach (ISelfTestCase test in KernelSelfTest.Cases())
        {
            float[] output = new float[test.OutputLength];
            test.Run(KernelForm.Scalar, output);
            Assert.DoesNotContain(output, float.IsNaN);
            Assert.True(output.Distinct().Count() > 8, test.Name);
        }
    }

    [Fact]
    public void EveryFormOfThisMachineHoldsOnEveryCase()
    {
        foreach (ISelfTestCase test in KernelSelfTest.Cases())
        {
            float[] expected = new float[test.OutputLength];
            test.Run(KernelForm.Scalar, expected);
            for (KernelForm form = KernelForm.Scalar; form <= KernelOperation.WidestWithFma(); form++)
            {
                float[] actual = new float[test.OutputLength];
                test.Run(form, actual);
                Vectors.FloatBits.AssertEqual(expected, actual, $"{test.Name} {form}");
            }
        }
    }

    [Fact]
    public void ABrokenFormIsSwitchedOffAndReported()
    {
        var sound = new OneValueCase("sound", vectorResult: 1f);
        var broken = new OneValueCase("broken", vectorResult: float.BitIncrement(1f));
        SelfTestReport report = KernelSelfTest.Run([sound, broken]);
        Assert.Equal(["broken"], report.SwitchedOff);
        Assert.Equal(KernelForm.Vector256, sound.Operation.Form);
        Assert.Equal(KernelForm.Scalar, broken.Operation.Form);
        Assert.Equal(KernelSelfTest.Run([sound, sound]).Hash, report.Hash);
    }

    [Fact]
    public void TheSignOfZeroCounts()
    {
        var broken = new OneValueCase("zero", vectorResult: -0f, scalarResult: 0f);
        Assert.Equal(["zero"], KernelSelfTest.Run([broken]).SwitchedOff);
    }
}
