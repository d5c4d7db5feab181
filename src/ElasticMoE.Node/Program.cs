namespace ElasticMoE.Node;

internal static class Program
{
    private static int Main()
    {
        Console.Out.WriteLine("emoe");
        return 0;
    }
}
