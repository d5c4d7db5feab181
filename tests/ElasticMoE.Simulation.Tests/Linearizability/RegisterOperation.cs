namespace ElasticMoE.Simulation.Tests.Linearizability;

/// <summary>What is done to a register.</summary>
internal abstract record RegisterOperation
{
    private RegisterOperation()
    {
    }

    public sealed record Write(int Value) : RegisterOperation;

    public sealed record Read(int Value) : RegisterOperation;
}
