improt sys
