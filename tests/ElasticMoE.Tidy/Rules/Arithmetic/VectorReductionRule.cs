using ElasticMoE.Tidy.Sources;

namespace ElasticMoE.Tidy.Rules.Arithmetic;

/// <summary>The order in which a vector's lanes are summed is written out; the platform's own sums choose theirs.</summary>
internal sealed class VectorReductionRule : ArithmeticRule
{
    public override IEnumerable<SourceFile[]> Bad =>
        [Body("var y = Vector512.Sum(x);"), Body("var y = Vector256.Dot(x, x);"), Body("var y = Vector3.Dot(a, b);"), Body("var y = Sse41.DotProduct(a, b, 255);")];

    public override IEnumerable<SourceFile[]> Good => [Body("var y = Vector512.Add(a, b); int n = list.Sum();")];

    protected override IEnumerable<Offence> Check(SourceFile file) =>
        Uses(file, type => IsVector(type) || type is "Sse41" or "Avx", function => function is "Sum" or "Dot" or "DotProduct", "write the order of the sum out");
}
