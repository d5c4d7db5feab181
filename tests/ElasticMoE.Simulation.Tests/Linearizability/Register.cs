using ElasticMoE.Simulation.Linearizability;

namespace ElasticMoE.Simulation.Tests.Linearizability;

/// <summary>A number that is written and read.</summary>
internal sealed class Register : ISequentialObject<int, RegisterOperation>
{
    public int Initial => 0;

    public bool TryApply(int state, RegisterOperation operation, out int next)
    {
        next = operation is RegisterOperation.Write write ? write.Value : state;
        return operation is not RegisterOperation.Read read || read.Value == state;
    }
}
